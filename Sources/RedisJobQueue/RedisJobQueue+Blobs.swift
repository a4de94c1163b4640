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

    /// The content of a blob; nil if it is not there (any more).
    ///
    /// Keys come from jobs: of all keys, only those of this queue's blobs exist for them.
    ///
    /// - Parameter maximumBytes: Of a larger blob, one byte more than this is returned, to tell that it is larger.
    public func blob(_ key: String, maximumBytes: Int) async throws(JobQueueError) -> [UInt8]? {
        guard key.hasPrefix("\(keys.prefix)blob:") else { return nil }
        guard try await execute(RedisCommand("EXISTS", .string(key))).int == 1 else { return nil }
        return try await execute(RedisCommand("GETRANGE", .string(key), 0, .integer(maximumBytes))).bytes
    }
}
