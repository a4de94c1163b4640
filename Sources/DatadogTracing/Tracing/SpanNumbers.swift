// SPDX-License-Identifier: Apache-2.0

/// What every span has besides texts.
struct SpanNumbers: Sendable {
    var traceID = TraceID(low: 0)
    var spanID: UInt64 = 0
    var parentID: UInt64?
    /// Unix nanoseconds.
    var start: Int64 = 0
    /// Nanoseconds; known at the end.
    var duration: Int64 = 0
    var isError = false
    /// The position among the started spans of its trace in this process.
    var sequence = 0
}

extension SpanNumbers {
    init(_ fields: SpanFields) {
        self.init(
            traceID: fields.traceID,
            spanID: fields.spanID,
            parentID: fields.parentID,
            start: fields.start,
            duration: fields.duration,
            isError: fields.isError,
            sequence: fields.sequence
        )
    }
}
