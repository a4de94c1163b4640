// SPDX-License-Identifier: Apache-2.0

import Extraction
import JobQueue
import ModelClient
import RedisJobQueue
import Sealing

/// Pages that `enqueue` uploaded, opened where they were sealed. They are bound to the digest that their key ends with.
struct SealedBlobs: BlobStore {
    let queue: RedisJobQueue
    let seal: ContentSeal?

    static let place = "blob"

    func blob(_ key: String, maximumBytes: Int) async throws -> [UInt8]? {
        let most = maximumBytes + ContentSeal.overhead
        guard let bytes = try await queue.blob(key, maximumBytes: most) else { return nil }
        guard ContentSeal.isSealed(bytes) else { return bytes }
        guard let seal else { throw SealError(.keyMissing, "the page is sealed, and this worker has no key") }
        return try seal.open(bytes, place: Self.place, id: Self.digest(of: key))
    }

    static func digest(of key: String) -> String { String(key.suffix(64)) }
}
