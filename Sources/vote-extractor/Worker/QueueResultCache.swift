// SPDX-License-Identifier: Apache-2.0

import Extraction
import Logging
import RedisJobQueue

/// Keeps answers beside the queue whose jobs they are for.
struct QueueResultCache: ResultCache {
    let queue: RedisJobQueue
    let lifetime: Duration
    let logger: Logger

    func entry(_ key: String) async -> [UInt8]? {
        do {
            return try await queue.cached(key)
        } catch {
            logger.warning("the cache of results cannot be read", metadata: ["error": "\(error)"])
            return nil
        }
    }

    func keep(_ entry: [UInt8], as key: String) async {
        do {
            try await queue.cache(entry, as: key, for: lifetime)
        } catch {
            logger.warning("a result cannot be kept in the cache", metadata: ["error": "\(error)"])
        }
    }
}
