// SPDX-License-Identifier: Apache-2.0

/// What a span is part of.
struct SpanAncestry: Sendable {
    let trace: LocalTrace
    /// The first span of this process in the trace; nil if it is this one.
    let localRoot: DatadogSpan?

    /// Of the first span here.
    init(_ trace: LocalTrace) {
        self.trace = trace
        localRoot = nil
    }

    private init(_ trace: LocalTrace, below root: consuming DatadogSpan) {
        self.trace = trace
        localRoot = root
    }

    /// Of a span below another one, which it has to hold on to besides unless that is the first one.
    @inline(__always)
    static func below(_ parent: consuming DatadogSpan) -> (ancestry: SpanAncestry, parent: DatadogSpan?) {
        guard let root = parent.localRoot else { return (SpanAncestry(parent.trace, below: parent), nil) }
        return (SpanAncestry(parent.trace, below: root), parent)
    }
}
