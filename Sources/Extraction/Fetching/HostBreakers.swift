// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import ModelClient
import Synchronization

/// Leaves servers of files alone that keep failing, each by itself: five failures in a row, whichever jobs they were for.
///
/// Of this process only: what another worker can reach may be out of reach from here.
final class HostBreakers: Sendable {
    private let breakers = Mutex<[String: CircuitBreaker]>([:])
    private let elapsed: Stopwatch

    /// Only servers that fail are kept; beyond so many, further ones are asked as if there were none.
    private static let maximumHosts = 1_000

    init(clock: any Clock<Duration>) {
        elapsed = Stopwatch(clock)
    }

    /// Throws if the server of this URL is to be left alone.
    func admit(_ url: String) throws(ExtractionError) {
        guard let host = CurlTransport.origin(of: url) else { return }
        let now = elapsed()
        let state = breakers.withLock { breakers in
            let state = breakers[host]?.state(now: now) ?? .pass
            if state == .pass { breakers[host]?.admitted(now: now) }
            return state
        }
        guard case .refuse(_, let wait) = state else { return }
        var error = ExtractionError(
            .inputTransient,
            "not asked: the file's server kept failing; it is left alone for \(wait.components.seconds + 1) s",
            stage: .fetch
        )
        error.retryAfter = wait
        error.isUnasked = true
        throw error
    }

    /// Says how asking it has ended; nil for an answer, whatever it said.
    func record(_ errorClass: ErrorClass?, _ url: String) {
        guard let host = CurlTransport.origin(of: url) else { return }
        let now = elapsed()
        breakers.withLock { breakers in
            guard let errorClass else {
                breakers[host] = nil
                return
            }
            let isNew = errorClass.policy.breaker != .ignores && breakers.count < Self.maximumHosts
            guard breakers[host] != nil || isNew else { return }
            breakers[host, default: CircuitBreaker()]
                .record(GateOutcome(usedTokens: nil, errorClass: errorClass), now: now)
        }
    }
}
