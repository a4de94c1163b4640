// SPDX-License-Identifier: Apache-2.0

import JobQueue
import Logging
import Redis
import RedisJobQueue
import ServiceLifecycle

/// Warns at start of what would make a queue unsafe in the Redis that the worker uses.
struct ServerCheck: Service {
    let queue: RedisJobQueue
    let logger: Logger

    /// Looks once, as soon as Redis can be reached, and then waits for the group's end.
    func run() async throws {
        await cancelWhenGracefulShutdown { await look() }
        try? await gracefulShutdown()
    }

    private func look() async {
        while !Task.isCancelled {
            do {
                for line in ServerAdvice(try await queue.server()).dangers { logger.warning("Redis: \(line)") }
                return
            } catch  where error.isRetriable && !Self.isForbidden(error) {
                try? await Task.sleep(for: .seconds(5))
            } catch {
                return logger.warning("Redis: \(ServerAdvice.unknownPolicy)", metadata: ["error": "\(error)"])
            }
        }
    }

    /// Whether the user has no right to ask: that may be mended, but nobody will for this.
    private static func isForbidden(_ error: JobQueueError) -> Bool {
        (error.underlying as? RedisError)?.serverError?.prefix == .noPermission
    }
}
