// SPDX-License-Identifier: Apache-2.0

/// What is left of a job's files when they have been prepared.
struct PreparedInput: Sendable {
    let pages: [Page]
    let digest: InputDigest
    /// What its answer is kept under; nil where none is kept.
    let cacheKey: String?
    /// The memory that the pages take, for as long as this lives.
    let memory: MemoryReservation
}
