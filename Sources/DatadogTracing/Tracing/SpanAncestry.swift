// SPDX-License-Identifier: Apache-2.0

/// What a span is part of, and below what.
struct SpanAncestry {
    let trace: LocalTrace
    /// The first span of this process in the trace; nil if it is this one.
    let localRoot: DatadogSpan?
    /// The span above in this process; nil also where that is the first one.
    let middle: DatadogSpan?

    /// Of the first span here.
    init(_ trace: LocalTrace) {
        self.trace = trace
        localRoot = nil
        middle = nil
    }

    /// Of a span below another one, to which this holds on.
    @inline(__always)
    init(below parent: consuming DatadogSpan) {
        trace = parent.trace
        if let root = parent.localRoot {
            localRoot = root
            middle = parent
        } else {
            localRoot = parent
            middle = nil
        }
    }
}
