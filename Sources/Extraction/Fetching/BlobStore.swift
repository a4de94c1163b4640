// SPDX-License-Identifier: Apache-2.0

/// Where `blob:` files are kept.
public protocol BlobStore: Sendable {
    /// The bytes of a blob, or nil when there is none (any more).
    ///
    /// `key` is what follows `blob:` and comes from a job: the store decides which keys exist for jobs.
    /// An ``ExtractionError`` says of which class a failure is; any other is ``ModelClient/ErrorClass/inputTransient``.
    /// A store that can should not read more than `maximumBytes` + 1.
    func blob(_ key: String, maximumBytes: Int) async throws -> [UInt8]?
}
