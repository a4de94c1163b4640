// SPDX-License-Identifier: Apache-2.0

/// Puts one chunk after the other into a request body of limited size.
protocol TraceEncoder: ~Copyable {
    /// Adds a chunk; false, and nothing added, if the body would grow beyond the limit.
    mutating func append(_ chunk: TraceChunk) -> Bool

    /// The body.
    consuming func finish() -> [UInt8]
}
