// SPDX-License-Identifier: Apache-2.0

import Synchronization
public import Tracing

/// A back end of swift-distributed-tracing that writes traces as Datadog's agent reads them.
///
/// Use it as the process-wide tracer (`InstrumentationSystem.bootstrap`) or for one task (`withTracer`). Starting,
/// tagging and ending spans never blocks, throws or crashes; what cannot be kept is dropped and counted in
/// ``statistics``.
public final class DatadogTracer: Tracer, Sendable {
    /// As `Tracer` asks.
    public typealias Span = DatadogSpan

    /// What the tracer was made with.
    public let configuration: DatadogTracingConfiguration
    /// What was sent and dropped, and why.
    public let statistics: TracingStatistics
    /// The agent that gets the traces; nil if they go elsewhere.
    public let agent: AgentClient?
    let sampler: any Sampler
    let spanSampler: SpanSampler
    let propagator: CompositePropagator
    let receiver: any TraceReceiver
    let ids: IDGenerator
    /// Whether spans are kept: one load for each span that is not.
    @usableFromInline let isEnabled: Bool
    let service: String
    /// The configured service, as the spans that have it begin.
    let serviceField: TagBuffer
    let hasVersion: Bool
    let limits: TraceLimits
    let openBytes: OpenBytes
    let unifiedTags: UnifiedTags
    /// Tags of the first span of each chunk.
    let chunkTags: ChunkTags
    let clock = TraceClock()
    let chunkSize = ChunkSize()
    /// Adds propagation tags to the headers written for a context.
    let headerTags = Mutex<HeaderTags?>(nil)
    private let openTraces = Atomic<Int>(0)

    /// A tracer that hands its chunks to `receiver`.
    ///
    /// ``DatadogTracing/make(configuration:transport:logger:)`` makes one with everything behind it.
    ///
    /// - Parameter sampler: decides on traces that no rule of the configuration matches; all are kept without it.
    public init(
        configuration: DatadogTracingConfiguration,
        receiver: any TraceReceiver,
        sampler: (any Sampler)? = nil,
        statistics: TracingStatistics = TracingStatistics(),
        agent: AgentClient? = nil
    ) {
        self.configuration = configuration
        self.receiver = receiver
        self.sampler = configuration.sampler(next: sampler ?? AgentRateSampler())
        self.spanSampler = SpanSampler(rules: configuration.spanSamplingRules)
        self.statistics = statistics
        self.agent = agent
        self.propagator = CompositePropagator(configuration)
        self.ids = IDGenerator(uses128Bits: configuration.uses128BitTraceIDs)
        self.isEnabled = configuration.isEnabled
        self.service = configuration.service
        self.serviceField = TagBuffer(service: configuration.service)
        self.hasVersion = configuration.version != nil
        self.limits = TraceLimits(configuration.limits)
        self.openBytes = OpenBytes(limit: configuration.limits.maximumOpenBytes)
        self.unifiedTags = UnifiedTags(configuration)
        self.chunkTags = ChunkTags(configuration)
    }

    package typealias HeaderTags = @Sendable (ServiceContext, inout PropagationTags) -> Void

    /// Lets `add` change the propagation tags whenever headers are written for a span, in place of an earlier one.
    package func addToHeaders(_ add: @escaping HeaderTags) {
        headerTags.withLock { $0 = add }
    }

    /// An id as a trace that starts now would get.
    package func newTraceID() -> TraceID {
        let monotonic = TraceClock.monotonic
        return ids.nextTraceID(startedAt: monotonic &+ clock.measuredOffset(monotonic))
    }

    /// Of spans that keep nothing.
    static let switchedOff: DatadogTracer = {
        var configuration = DatadogTracingConfiguration(service: "")
        configuration.isEnabled = false
        return DatadogTracer(configuration: configuration, receiver: DiscardingReceiver())
    }()

    /// This tracer, or, if it is switched off, one that records spans and throws them away: for what goes along with them.
    package var recording: DatadogTracer {
        guard !isEnabled else { return self }
        var configuration = configuration
        configuration.isEnabled = true
        return DatadogTracer(
            configuration: configuration,
            receiver: DiscardingReceiver(),
            statistics: statistics,
            agent: agent
        )
    }

    /// Starts a span: a child of the context's span, of its extracted remote parent, or the first of a new trace.
    public func startSpan<Instant: TracerInstant>(
        _ operationName: String,
        context: @autoclosure () -> ServiceContext,
        ofKind kind: SpanKind,
        at instant: @autoclosure () -> Instant,
        function: String,
        file fileID: String,
        line: UInt
    ) -> DatadogSpan {
        let context = context()
        guard isEnabled else { return switchedOffSpan(context) }
        let place = SourcePlace(function: function, file: fileID, line: line)
        return startSpan(
            SpanNames(name: operationName),
            kind,
            place,
            in: context,
            SpanTimer(start: instant().nanosecondsSinceEpoch, clock: clock)
        )
    }

    /// As the protocol's older part asks; the same as `startSpan`.
    public func startAnySpan<Instant: TracerInstant>(
        _ operationName: String,
        context: @autoclosure () -> ServiceContext,
        ofKind kind: SpanKind,
        at instant: @autoclosure () -> Instant,
        function: String,
        file fileID: String,
        line: UInt
    ) -> any Tracing.Span {
        startSpan(
            operationName,
            context: context(),
            ofKind: kind,
            at: instant(),
            function: function,
            file: fileID,
            line: line
        )
    }

    /// The span that is active in this context; asking does not end it.
    public func activeSpan(identifiedBy context: ServiceContext) -> DatadogSpan? {
        context.datadogSpan
    }

    /// Asks the receiver to send what it holds, without waiting.
    public func forceFlush() {
        receiver.requestFlush()
    }

    func admitTrace() -> Bool {
        let open = openTraces.wrappingAdd(1, ordering: .relaxed).newValue
        guard open > configuration.limits.maximumOpenTraces else { return true }
        openTraces.wrappingSubtract(1, ordering: .relaxed)
        statistics.dropped(.tooManyOpenTraces, chunks: 1)
        return false
    }

    /// Counts a trace again that had no open span for a while.
    func traceReopened() {
        openTraces.wrappingAdd(1, ordering: .relaxed)
    }

    /// Makes room for another trace.
    func traceClosed() {
        openTraces.wrappingSubtract(1, ordering: .relaxed)
    }
}
