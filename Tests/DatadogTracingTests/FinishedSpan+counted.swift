// SPDX-License-Identifier: Apache-2.0

@testable import DatadogTracing

extension FinishedSpan {
    /// Whether statistics are made of the span.
    var isCounted: Bool { !TraceChunk(spans: [self]).countedSpans(peerTags: []).isEmpty }

    /// What statistics take of the span, whether or not they are made of it.
    func counted(peerTags: [String]) -> CountedSpan { withEncoded { CountedSpan($0, peerTags: peerTags) } }

    /// Lends the span as it is sent.
    func withEncoded<Result>(_ body: (EncodedSpan) -> Result) -> Result {
        let spans = EncodedSpans([self])
        return spans.withSpan(spans.places[0], body)
    }
}

extension StatsConcentrator {
    mutating func add(_ span: FinishedSpan, peerTags: [String], now: Int64) -> Bool {
        add(span.counted(peerTags: peerTags), now: now)
    }
}
