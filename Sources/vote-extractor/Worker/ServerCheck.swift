// SPDX-License-Identifier: Apache-2.0

import JobQueue
import Logging
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
            } catch  where error.isRetriable {
                try? await Task.sleep(for: .seconds(5))
            } catch {
                // Such as a user without the right to ask.
                return logger.debug("Redis was not asked about itself", metadata: ["error": "\(error)"])
            }
        }
    }
}
