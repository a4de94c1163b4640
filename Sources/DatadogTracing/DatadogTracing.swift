// SPDX-License-Identifier: Apache-2.0

public import CurlHTTP
public import Logging

/// The front door: a tracer with everything behind it.
public enum DatadogTracing {
    /// Makes a tracer and the service that sends its traces.
    ///
    /// Use the tracer with `InstrumentationSystem.bootstrap` or `withTracer`, and run the service so that it stops last.
    ///
    /// - Parameters:
    ///   - transport: the way to the agent; without one it gets a transport of its own, which no other requests crowd.
    ///   - logger: gets a warning for each setting that cannot be used, one when traces stop reaching the agent, a notice
    ///     when they do again, and more at debug.
    public static func make(
        configuration: DatadogTracingConfiguration,
        transport: (any HTTPTransport)? = nil,
        logger: Logger
    ) -> (tracer: DatadogTracer, service: TraceWriter) {
        for mistake in configuration.mistakes { logger.warning("a setting has no effect: \(mistake.message)") }
        switch configuration.destination {
        case .jsonLines(let path):
            return make(configuration: configuration, exporter: JSONLinesExporter(path: path))
        case .agent(let address):
            let agent = AgentClient(
                address: address,
                transport: transport ?? CurlTransport(configuration: agentTransport, logger: logger),
                externalEnvironment: configuration.externalEnvironment,
                requestTimeout: configuration.limits.requestTimeout
            )
            let sampler = AgentRateSampler()
            let exporter = AgentExporter(agent: agent, configuration: configuration, sampler: sampler, logger: logger)
            return make(configuration: configuration, exporter: exporter, sampler: sampler, agent: agent)
        }
    }

    /// Few requests go to the agent, one after the other but for questions about what it can do.
    private static let agentTransport = CurlTransportConfiguration(
        name: "datadog-agent",
        maximumConcurrent: 8,
        maximumQueued: 64
    )

    /// The same with an exporter of your own, and the agent that it uses, if it does.
    public static func make(
        configuration: DatadogTracingConfiguration,
        exporter: any TraceExporter,
        sampler: any Sampler = AgentRateSampler(),
        agent: AgentClient? = nil
    ) -> (tracer: DatadogTracer, service: TraceWriter) {
        let statistics = TracingStatistics()
        let writer = TraceWriter(exporter: exporter, limits: configuration.limits, statistics: statistics)
        let isSending = configuration.isEnabled && configuration.sendsTraces
        let receiver: any TraceReceiver = isSending ? writer : DiscardingReceiver()
        let tracer = DatadogTracer(
            configuration: configuration,
            receiver: receiver,
            sampler: sampler,
            statistics: statistics,
            agent: agent
        )
        return (tracer, writer)
    }
}
