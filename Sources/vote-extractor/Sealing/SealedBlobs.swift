// SPDX-License-Identifier: Apache-2.0

import Extraction
import JobQueue
import ModelClient
import RedisJobQueue
import Sealing

/// Pages that `enqueue` uploaded, opened where they were sealed. They are bound to the name that their key ends with.
struct SealedBlobs: BlobStore {
    let queue: RedisJobQueue
    let seal: ContentSeal?
    /// Whether plain pages are refused.
    let requiresSealed: Bool

    static let place = "blob"

    func blob(_ key: String, maximumBytes: Int) async throws -> [UInt8]? {
        let most = maximumBytes + ContentSeal.overhead
        guard let bytes = try await queue.blob(key, maximumBytes: most) else { return nil }
        guard ContentSeal.isSealed(bytes) else {
            guard !requiresSealed else { throw ExtractionError.notSealed }
            return bytes
        }
        guard let seal else { throw ExtractionError.unopened(SealError(.keyMissing, "this worker has no key")) }
        do throws(SealError) {
            return try seal.open(bytes, place: Self.place, id: String(key.suffix(64)))
        } catch {
            throw ExtractionError.unopened(error)
        }
    }
}

extension ExtractionError {
    fileprivate static let notSealed = ExtractionError(
        .inputRefused,
        "the page is plain, and this worker takes only sealed ones",
        stage: .fetch
    )

    /// A key may be on its way to the workers; what was changed stays so.
    fileprivate static func unopened(_ error: SealError) -> ExtractionError {
        let message = "the page cannot be opened: \(error.message)"
        guard error.code == .keyMissing else { return ExtractionError(.inputCorrupt, message, stage: .fetch) }
        return ExtractionError(.inputKeyMissing, message, stage: .fetch, retryAfter: .seconds(60))
    }
}
