// SPDX-License-Identifier: Apache-2.0

/// What travels from one process to the next: where in which trace we are, and what was decided about the trace.
public struct DatadogSpanContext: Sendable, Hashable {
    /// The trace.
    public var traceID: TraceID
    /// The span that becomes the parent; zero if the sender named none.
    public var spanID: UInt64
    /// -1 and 0 reject, 1 and 2 keep; nil if nobody decided yet.
    public var samplingPriority: Int?
    /// Where the trace came from, such as `synthetics`.
    public var origin: String?
    /// The `_dd.p.*` tags, in the order in which they came.
    public var propagationTags: PropagationTags
    /// The received `tracestate`, our own `dd` member first.
    public var traceState: String?
    /// The last Datadog span above, from the `p` of the `dd` member, as received: 16 hexadecimal digits if the sender does right.
    public var lastDatadogParentID: String?
    /// What was wrong with the headers, as the tag `_dd.propagation_error` says it.
    public var propagationError: String?
    /// Contexts of the same headers that were not continued.
    public var links: [DatadogSpanLink]
    /// Whether it came from another process.
    public var isRemote: Bool
    /// The flag of `traceparent` that says so, passed on as received.
    var isTraceIDRandom = false
    /// Received baggage as tags for the first span of this process.
    var baggageTags: [String: String] = [:]

    /// A context as if received from elsewhere.
    public init(
        traceID: TraceID,
        spanID: UInt64,
        samplingPriority: Int? = nil,
        origin: String? = nil,
        propagationTags: PropagationTags = [:],
        traceState: String? = nil,
        isRemote: Bool = true
    ) {
        self.traceID = traceID
        self.spanID = spanID
        self.samplingPriority = samplingPriority
        self.origin = origin
        self.propagationTags = propagationTags
        self.traceState = traceState
        self.isRemote = isRemote
        self.links = []
    }

    /// No trace: the next span begins one, and takes over the rest.
    static let withoutTrace = DatadogSpanContext(traceID: TraceID(low: 0), spanID: 0)

    var hasTrace: Bool { !traceID.isZero }
}
