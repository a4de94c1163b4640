// SPDX-License-Identifier: Apache-2.0

@testable import DatadogTracing

extension FinishedSpan {
    /// Whether statistics are made of the span.
    var isCounted: Bool { !TraceChunk(spans: [self]).countedSpans.isEmpty }
}
