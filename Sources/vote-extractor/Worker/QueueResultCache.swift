// SPDX-License-Identifier: Apache-2.0

import Extraction
import JobQueue
import Logging
import RedisJobQueue
import Sealing

/// Keeps answers beside the queue whose jobs they are for.
struct QueueResultCache: ResultCache {
    let queue: RedisJobQueue
    let lifetime: Duration
    let seal: ContentSeal?
    let logger: Logger

    private static let place = "cache"

    func entry(_ key: String) async -> [UInt8]? {
        do {
            guard let entry = try await queue.cached(key) else { return nil }
            guard let seal else { return entry }
            // A plain one is from before there were keys, or from somebody who has none.
            return ContentSeal.isSealed(entry) ? try seal.open(entry, place: Self.place, id: key) : nil
        } catch is SealError {
            // Of a key that is gone, or somebody else's doing: the answer is asked for again.
            return nil
        } catch {
            logger.warning("the cache of results cannot be read", metadata: ["error": "\(error)"])
            return nil
        }
    }

    func keep(_ entry: [UInt8], as key: String) async {
        do {
            let entry = try seal?.seal(entry, place: Self.place, id: key) ?? entry
            try await queue.cache(entry, as: key, for: lifetime)
        } catch {
            logger.warning("a result cannot be kept in the cache", metadata: ["error": "\(error)"])
        }
    }
}
