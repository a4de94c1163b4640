// SPDX-License-Identifier: Apache-2.0

/// A pointer from a span to another span, often of another trace.
public struct DatadogSpanLink: Sendable, Hashable {
    /// The trace pointed at.
    public var traceID: TraceID
    /// The span pointed at.
    public var spanID: UInt64
    /// Facts about the link; numbers and booleans as text, arrays flattened to `key.0`, `key.1`.
    public var attributes: [String: String]
    /// The `tracestate` that came with the other context.
    public var traceState: String?
    /// 1 if the other trace is to be kept, 0 if not or not decided yet, nil if unknown.
    public var flags: UInt32?

    /// A link to the span of these ids.
    public init(
        traceID: TraceID,
        spanID: UInt64,
        attributes: [String: String] = [:],
        traceState: String? = nil,
        flags: UInt32? = nil
    ) {
        self.traceID = traceID
        self.spanID = spanID
        self.attributes = attributes
        self.traceState = traceState
        self.flags = flags
    }

    /// A link to where `context` points.
    init(context: DatadogSpanContext, attributes: [String: String]) {
        self.init(
            traceID: context.traceID,
            spanID: context.spanID,
            attributes: attributes,
            traceState: context.traceState,
            flags: (context.samplingPriority ?? 0) > 0 ? 1 : 0
        )
    }

    var estimatedSize: Int {
        attributes.reduce(96 + (traceState?.utf8.count ?? 0)) { $0 + 16 + $1.key.utf8.count + $1.value.utf8.count }
    }
}
