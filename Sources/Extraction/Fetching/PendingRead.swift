// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// The content of a file that is being read, or why it is not waited for any more, whichever comes first.
final class PendingRead: Sendable {
    typealias Outcome = Result<[UInt8], ExtractionError>

    private enum State {
        case open
        case awaited(CheckedContinuation<Outcome, Never>)
        case over(Outcome)
        case told
    }

    private let state = Mutex(State.open)

    /// Whether nobody waits any more.
    var isOver: Bool {
        state.withLock { state in
            switch state {
            case .open, .awaited: false
            case .over, .told: true
            }
        }
    }

    /// Ends the wait; what comes later counts no more.
    func end(_ outcome: Outcome) {
        let waiter: CheckedContinuation<Outcome, Never>? = state.withLock { state in
            switch state {
            case .open:
                state = .over(outcome)
                return nil
            case .awaited(let continuation):
                state = .told
                return continuation
            case .over, .told:
                return nil
            }
        }
        waiter?.resume(returning: outcome)
    }

    /// Waits for the end; asked once.
    func result() async -> Outcome {
        await withCheckedContinuation { continuation in
            let outcome: Outcome? = state.withLock { state in
                guard case .over(let outcome) = state else {
                    state = .awaited(continuation)
                    return nil
                }
                state = .told
                return outcome
            }
            if let outcome { continuation.resume(returning: outcome) }
        }
    }
}
