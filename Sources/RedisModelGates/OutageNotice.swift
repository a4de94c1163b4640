// SPDX-License-Identifier: Apache-2.0

import Logging
import Redis
import Synchronization

/// Tells the log once that Redis cannot be reached, and once that it can again.
final class OutageNotice: Sendable {
    private let logger: Logger
    private let failing: String
    private let mended: String
    private let isFailing = Mutex(false)

    init(_ logger: Logger, failing: String, mended: String) {
        self.logger = logger
        self.failing = failing
        self.mended = mended
    }

    /// The reply; nil, noted, for a failure.
    func tolerating(
        _ body: nonisolated(nonsending) () async throws(RedisError) -> RESPValue
    ) async -> RESPValue? {
        do throws(RedisError) {
            let reply = try await body()
            note(nil)
            return reply
        } catch {
            note(error)
            return nil
        }
    }

    /// How an operation has ended.
    func note(_ error: RedisError?) {
        guard error?.code != .cancelled else { return }
        let changed = isFailing.withLock { state in
            defer { state = error != nil }
            return state != (error != nil)
        }
        guard changed else { return }
        if let error {
            logger.warning("\(failing)", metadata: ["error": "\(error)"])
        } else {
            logger.notice("\(mended)")
        }
    }
}
