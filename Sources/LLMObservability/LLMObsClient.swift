// SPDX-License-Identifier: Apache-2.0

public import CurlHTTP
public import DatadogTracing
public import Logging
public import ServiceLifecycle
import Synchronization
import Tracing

/// LLM Observability with everything behind it: makes spans with a tracer, and sends events beside them.
///
/// Make it known with ``LLMObs/enable(_:)`` or `LLMObs.withClient`, and run it as a service that
/// stops after all that makes spans and before the transport. While it is known the tracer's headers tell other processes
/// about LLM Observability's spans. One client belongs to one tracer.
public final class LLMObsClient: Service {
    /// What the client was made with.
    public let configuration: LLMObsConfiguration
    /// The application that spans belong to unless they say otherwise.
    public let mlApp: String
    package let tracer: DatadogTracer
    let sampler: LLMObsSampler
    let exporter: LLMObsExporter
    /// Whether events travel inside the tracer's spans: only traces in version 0.4 for an agent can carry them.
    let putsEventsIntoSpans: Bool
    /// Whether events can get to Datadog at all, be it only once an agent is there.
    package let hasWay: Bool
    let commonTags: CommonTags
    private let openSpans = Atomic<Int>(0)

    /// A client that makes its spans with this tracer.
    ///
    /// - Parameters:
    ///   - transport: the way to Datadog without an agent, by default one of its own where there is a key or another
    ///     origin.
    ///   - logger: is told when events stop getting through, and when they do again.
    public convenience init(
        configuration: LLMObsConfiguration,
        tracer: DatadogTracer,
        transport: (any HTTPTransport)? = nil,
        logger: Logger
    ) {
        let isKeyed = configuration.apiKey != nil && configuration.exportMode != .agent
        let isDirect = isKeyed || configuration.overrideOrigin != nil
        let transport = transport ?? (isDirect ? CurlTransport(configuration: .llmobs, logger: logger) : nil)
        let intake = LLMObsIntake(configuration: configuration, agent: tracer.agent, transport: transport)
        self.init(configuration: configuration, tracer: tracer, intake: intake, logger: logger)
    }

    init(configuration: LLMObsConfiguration, tracer: DatadogTracer, intake: LLMObsIntake, logger: Logger) {
        for mistake in configuration.mistakes { logger.warning("a setting has no effect: \(mistake.message)") }
        self.configuration = configuration
        self.tracer = tracer.recording
        self.mlApp = configuration.mlApp ?? tracer.configuration.service
        self.sampler = LLMObsSampler(rate: configuration.sampleRate, rules: configuration.samplingRules)
        self.exporter = LLMObsExporter(intake: intake, limits: configuration.limits, logger: logger)
        self.hasWay = intake.hasWay
        self.putsEventsIntoSpans = Self.putsEventsIntoSpans(configuration, self.tracer.configuration)
        self.commonTags = CommonTags(Self.commonTags(tracer.configuration))
        // Headers are written by the one tracer, spans may be made by the other.
        for tracer in [tracer, self.tracer] {
            tracer.addToHeaders { [weak self] context, tags in self?.writeHeaders(of: context, to: &tags) }
        }
    }

    /// What was sent and dropped, and why.
    public var statistics: LLMObsStatistics { exporter.statistics }

    /// Sends what was gathered before this call, and comes back when that is done or given up.
    ///
    /// It comes back sooner when the time is over or the calling task is cancelled; the sending goes on. What no one could
    /// be reached for stays.
    public func flush(timeout: Duration = .seconds(10)) async {
        await exporter.flush(timeout: timeout)
    }

    /// Sends until the service is stopped; then what is under way and what is left have the shutdown timeout together.
    ///
    /// What cannot be sent even then is dropped and counted, and the logger is told how much it was.
    public func run() async throws {
        await exporter.run()
    }

    func enqueue(_ event: SpanEvent) {
        exporter.enqueue(event)
    }

    func newTraceID() -> TraceID {
        tracer.newTraceID()
    }

    /// Whether one more span may be open.
    func spanOpened() -> Bool {
        let open = openSpans.wrappingAdd(1, ordering: .relaxed).newValue
        guard open > configuration.limits.maximumOpenSpans else { return true }
        spanClosed()
        statistics.dropped(.tooManyOpenSpans, SpanEvent.self)
        return false
    }

    func spanClosed() {
        openSpans.wrappingSubtract(1, ordering: .relaxed)
    }

    /// Counts a span that was let go without an end.
    func spanLost() {
        spanClosed()
        statistics.dropped(.neverEnded, SpanEvent.self)
    }

    private static func putsEventsIntoSpans(
        _ configuration: LLMObsConfiguration,
        _ tracing: DatadogTracingConfiguration
    ) -> Bool {
        guard configuration.exportMode == .apmSpans, tracing.sendsTraces, case .agent = tracing.destination
        else { return false }
        return tracing.apiVersion == .v04
    }

    private static func commonTags(_ configuration: DatadogTracingConfiguration) -> [String: String] {
        var tags = configuration.tags
        tags["service"] = configuration.service
        tags["env"] = configuration.env ?? ""
        tags["version"] = configuration.version ?? ""
        tags["git.repository_url"] = configuration.sourceRepositoryURL
        tags["git.commit.sha"] = configuration.sourceCommit
        tags["source"] = "integration"
        tags["language"] = "swift"
        tags["ddtrace.version"] = TracerVersion.tracer
        return tags
    }

    private func writeHeaders(of context: ServiceContext, to tags: inout PropagationTags) {
        if let record = context.openSpanRecord { return record.propagated.write(to: &tags) }
        // Nobody asked for new traces where this client is not, or no longer, the one that spans are made with.
        guard LLMObs.client(in: context) === self else { return }
        // Below a span of another process, and no span of ours between: what came goes on.
        if PropagatedSpan(tags)?.hasParent == true { return }
        PropagatedSpan(parentID: PropagatedSpan.root, traceID: newTraceID(), mlApp: mlApp).write(to: &tags)
    }
}

extension CurlTransportConfiguration {
    fileprivate static let llmobs = CurlTransportConfiguration(name: "llmobs", maximumConcurrent: 4, maximumQueued: 16)
}
