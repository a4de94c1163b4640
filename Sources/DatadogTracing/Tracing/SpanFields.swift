// SPDX-License-Identifier: Apache-2.0

/// What every finished span has besides its tags.
struct SpanFields: Sendable {
    var traceID: TraceID
    var spanID: UInt64
    var parentID: UInt64?
    var name: String
    var service: String
    var resource: String
    var type: String
    /// Unix nanoseconds.
    var start: Int64 = 0
    /// Nanoseconds.
    var duration: Int64 = 0
    var isError = false
    /// The position among the started spans of its trace in this process.
    var sequence = 0
}
