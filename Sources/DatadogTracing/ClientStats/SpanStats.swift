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

    mutating func add(_ span: FinishedSpan) {
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

extension FinishedSpan {
    /// Whether the span is its service's first in the trace.
    var isTopLevel: Bool { metrics["_dd.top_level"] == 1 }
}

extension TraceChunk {
    /// The spans of which statistics are made.
    var countedSpans: [FinishedSpan] {
        var counted: [FinishedSpan] = []
        encoded.visit { span, head in
            if span.isCounted { counted.append(span.decoded(head)) }
        }
        return counted
    }
}

extension EncodedSpan {
    /// Whether statistics are made of the span: of entries into a service, of calls between services, and on demand.
    ///
    /// A state of a span that is sent again when it ends is not counted twice.
    fileprivate var isCounted: Bool {
        guard numbers.find("_dd.partial_version") == nil else { return false }
        if numbers.find("_dd.top_level")?.number == 1 || numbers.find("_dd.measured")?.number == 1 { return true }
        return switch texts.find("span.kind").map({ String(decoding: $0.text, as: UTF8.self) }) {
        case "server", "client", "producer", "consumer": true
        default: false
        }
    }
}
