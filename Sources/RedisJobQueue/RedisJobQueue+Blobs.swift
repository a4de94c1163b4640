// SPDX-License-Identifier: Apache-2.0

public import JobQueue
import Redis

extension RedisJobQueue {
    /// Keeps bytes beside the queue for a while. What is there under the name already is replaced, and lives no shorter than
    /// before: another job may need it for longer.
    ///
    /// - Parameters:
    ///   - bytes: The content.
    ///   - name: What tells it from all other content, in 64 lower-case hexadecimal digits: its SHA-256, for one.
    ///   - delay: How long it is until the job may run; it is kept for so much longer.
    /// - Returns: The key, for a `blob:` URI.
    public func storeBlob(
        _ bytes: [UInt8],
        named name: String,
        delay: Duration = .zero
    ) async throws(JobQueueError) -> String {
        let key = RedisArgument.string(blobPrefix + name)
        let lifetime = (configuration.blobLifetime + max(delay, .zero)).milliseconds
        // One that ends between two of the commands is stored anew.
        for _ in 0..<3 {
            let isNew = try await execute(RedisCommand("SET", key, .bytes(bytes), "PX", .integer(lifetime), "NX"))
            guard isNew.isNull else { return blobPrefix + name }
            try await prolong(key, to: lifetime)
            let isReplaced = try await execute(RedisCommand("SET", key, .bytes(bytes), "KEEPTTL", "XX"))
            guard isReplaced.isNull else { return blobPrefix + name }
        }
        throw .unexpected("SET")
    }

    /// Never shortens the key's life.
    private func prolong(_ key: RedisArgument, to milliseconds: Int) async throws(JobQueueError) {
        do {
            _ = try await execute(RedisCommand("PEXPIRE", key, .integer(milliseconds), "GT"))
        } catch {
            // Redis 6.2 does not know the option. Of two who prolong one key there at the same moment, the shorter may win.
            guard (error.underlying as? RedisError)?.serverError?.prefix == .generic else { throw error }
            let left = try await execute(RedisCommand("PTTL", key)).int ?? -1
            guard (0..<milliseconds).contains(left) else { return }
            _ = try await execute(RedisCommand("PEXPIRE", key, .integer(milliseconds)))
        }
    }

    /// The content of a blob; nil if it is not there (any more).
    ///
    /// Keys come from jobs: of all keys, only those of this queue's blobs exist for them.
    ///
    /// - Parameter maximumBytes: Of a larger blob, one byte more than this is returned, to tell that it is larger.
    public func blob(_ key: String, maximumBytes: Int) async throws(JobQueueError) -> [UInt8]? {
        guard key.hasPrefix(blobPrefix) else { return nil }
        guard try await execute(RedisCommand("EXISTS", .string(key))).int == 1 else { return nil }
        return try await execute(RedisCommand("GETRANGE", .string(key), 0, .integer(maximumBytes))).bytes
    }

    private var blobPrefix: String { "\(keys.prefix)blob:" }

    /// Keeps the blobs that dead letters name for as long as letters are kept: without them, sending the jobs back would be
    /// of no use. A blob that is gone, or that may not be touched, is none the worse.
    func keepBlobs(of letters: [[UInt8]]) async {
        let lifetime = RedisArgument.integer(configuration.limits.deadLettersAge.milliseconds)
        let names = Set(letters.flatMap(blobs(in:))).prefix(Self.mostBlobs)
        guard !names.isEmpty else { return }
        _ = try? await ask(names.map { RedisCommand("PEXPIRE", .string($0), lifetime) })
    }

    private static let mostBlobs = 1000

    /// The keys that ``storeBlob(_:named:delay:)`` made, wherever they stand.
    private func blobs(in bytes: [UInt8]) -> [String] {
        let prefix = Array(blobPrefix.utf8)
        var found: [String] = []
        var rest = bytes[...]
        while let start = rest.firstIndex(of: UInt8(ascii: "{")) {
            rest = rest[start...]
            guard rest.starts(with: prefix) else {
                rest = rest.dropFirst()
                continue
            }
            let digest = rest.dropFirst(prefix.count).prefix(64)
            if digest.count == 64, digest.allSatisfy(Self.hexadecimal.contains) {
                found.append(blobPrefix + String(decoding: digest, as: UTF8.self))
            }
            rest = rest.dropFirst(prefix.count)
        }
        return found
    }

    private static let hexadecimal = Set("0123456789abcdef".utf8)
}
