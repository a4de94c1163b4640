// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Commands that one caller waits for; completed exactly once, by whoever comes first.
final class PendingRequest: Sendable {
    typealias Outcome = Result<[RESPValue], RedisError>

    private enum State {
        case new
        case waiting(CheckedContinuation<Outcome, Never>)
        case completed(Outcome)
    }

    let commands: [RedisCommand]
    let byteCount: Int
    let isIdempotent: Bool
    /// When the caller gets no reply any more.
    let deadline: ContinuousClock.Instant
    /// After this it is not worth sending: a command that blocks needs the rest of its time for that.
    let sendBy: ContinuousClock.Instant
    private let state = Mutex(State.new)

    init(commands: [RedisCommand], isIdempotent: Bool, timeout: Duration, sendingTime: Duration) {
        self.commands = commands
        self.isIdempotent = isIdempotent
        let now = ContinuousClock.now
        deadline = now + timeout
        sendBy = now + min(timeout, sendingTime)
        byteCount = commands.reduce(0) { $0 + $1.bytes.count }
    }

    /// What errors call the request.
    var name: String {
        commands.count == 1 ? commands[0].name : "A pipeline of \(commands.count) commands"
    }

    /// Whether it may take longer than commands do.
    var isBlocking: Bool { sendBy < deadline }

    var isCompleted: Bool {
        state.withLock {
            if case .completed = $0 { return true }
            return false
        }
    }

    /// Hands over the caller's continuation.
    ///
    /// Returns false, and resumes the caller, when the request was completed before: a task may be cancelled before
    /// its command is submitted.
    func arm(_ continuation: CheckedContinuation<Outcome, Never>) -> Bool {
        let early: Outcome? = state.withLock {
            guard case .completed(let outcome) = $0 else {
                $0 = .waiting(continuation)
                return nil
            }
            return outcome
        }
        guard let early else { return true }
        continuation.resume(returning: early)
        return false
    }

    /// Resumes the caller with `outcome`; later calls do nothing.
    func complete(_ outcome: Outcome) {
        let continuation: CheckedContinuation<Outcome, Never>? = state.withLock {
            switch $0 {
            case .new:
                $0 = .completed(outcome)
                return nil
            case .waiting(let continuation):
                // The caller has the outcome now; there is no need to keep a large reply here too.
                $0 = .completed(.success([]))
                return continuation
            case .completed:
                return nil
            }
        }
        continuation?.resume(returning: outcome)
    }
}
