// SPDX-License-Identifier: Apache-2.0

public import JobQueue
import Redis

extension RedisJobQueue {
    /// Keeps bytes beside the queue for a while, under their digest.
    ///
    /// - Parameters:
    ///   - bytes: The content.
    ///   - digest: Its SHA-256 in lower-case hexadecimal.
    /// - Returns: The key, for a `blob:` URI.
    public func storeBlob(_ bytes: [UInt8], digest: String) async throws(JobQueueError) -> String {
        let key = "\(keys.prefix)blob:\(digest)"
        let lifetime = configuration.blobLifetime.milliseconds
        _ = try await execute(RedisCommand("SET", .string(key), .bytes(bytes), "PX", .integer(lifetime)))
        return key
    }

    /// The content of a blob; nil if it is not there (any more). Only keys of this queue's blobs are read.
    public func blob(_ key: String) async throws(JobQueueError) -> [UInt8]? {
        guard key.hasPrefix("\(keys.prefix)blob:") else {
            throw JobQueueError(.refused, "a blob's key must begin with \(keys.prefix)blob:")
        }
        return try await execute(RedisCommand("GET", .string(key))).bytes
    }
}
