// SPDX-License-Identifier: Apache-2.0

/// What is counted of all spans of one kind.
struct SpanStats: Sendable, Hashable {
    private(set) var hits = 0
    private(set) var errors = 0
    private(set) var topLevelHits = 0
    /// Of all spans together, in nanoseconds.
    private(set) var duration: Int64 = 0
    /// Durations of the spans without an error.
    private(set) var succeeded = DDSketch()
    /// Durations of the spans with an error.
    private(set) var failed = DDSketch()

    mutating func add(_ span: CountedSpan) {
        hits += 1
        duration = duration.addingReportingOverflow(span.duration).partialValue
        if span.isTopLevel { topLevelHits += 1 }
        if span.isError {
            errors += 1
            failed.add(Double(span.duration))
        } else {
            succeeded.add(Double(span.duration))
        }
    }
}
