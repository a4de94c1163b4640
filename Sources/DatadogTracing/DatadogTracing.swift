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
    ///   - transport: the way to the agent; unused if traces go to a file.
    ///   - logger: gets what goes wrong with sending, at level debug.
    public static func make(
        configuration: DatadogTracingConfiguration,
        transport: any HTTPTransport,
        logger: Logger
    ) -> (tracer: DatadogTracer, service: TraceWriter) {
        let sampler = AgentRateSampler()
        let exporter: any TraceExporter =
            switch configuration.destination {
            case .agent(let address):
                AgentExporter(
                    address: address,
                    transport: transport,
                    sampler: sampler,
                    maximumPayloadBytes: configuration.limits.maximumPayloadBytes,
                    logger: logger
                )
            case .jsonLines(let path):
                JSONLinesExporter(path: path)
            }
        return make(configuration: configuration, exporter: exporter, sampler: sampler)
    }

    /// The same with an exporter of your own.
    public static func make(
        configuration: DatadogTracingConfiguration,
        exporter: any TraceExporter,
        sampler: any Sampler = AgentRateSampler()
    ) -> (tracer: DatadogTracer, service: TraceWriter) {
        let statistics = TracingStatistics()
        let writer = TraceWriter(exporter: exporter, limits: configuration.limits, statistics: statistics)
        let receiver: any TraceReceiver = configuration.isEnabled ? writer : DiscardingReceiver()
        let tracer = DatadogTracer(
            configuration: configuration,
            receiver: receiver,
            sampler: sampler,
            statistics: statistics
        )
        return (tracer, writer)
    }
}
