// SPDX-License-Identifier: Apache-2.0

public import CurlHTTP
public import Logging
public import ServiceLifecycle

/// Tracer and metrics of a process, with the one service that sends both.
///
/// ```swift
/// let telemetry = DatadogTelemetry(configuration: configuration, logger: logger)
/// InstrumentationSystem.bootstrap(telemetry.tracer)
/// MetricsSystem.bootstrap(telemetry.metrics)
/// let group = ServiceGroup(services: [telemetry, server], …)
/// ```
/// The first service of a group stops last, so that what the others do until their end is sent, too.
public struct DatadogTelemetry: Service {
    /// For `InstrumentationSystem.bootstrap` or `withTracer`.
    public let tracer: DatadogTracer
    /// For `MetricsSystem.bootstrap` or `withMetricsFactory`. It opens no socket before there is something to send.
    public let metrics: DogStatsDClient
    private let writer: TraceWriter

    /// Makes both; nothing is sent until the service runs.
    ///
    /// - Parameters:
    ///   - transport: the way to the agent for traces, by default one of its own; metrics have a socket of their own.
    ///   - logger: gets a warning for each setting that cannot be used, one when traces stop reaching the agent, a notice
    ///     when they do again, and more at debug.
    public init(
        configuration: DatadogTracingConfiguration,
        transport: (any HTTPTransport)? = nil,
        logger: Logger
    ) {
        (tracer, writer) = DatadogTracing.make(configuration: configuration, transport: transport, logger: logger)
        metrics = DogStatsDClient(configuration)
        if configuration.metrics.sendsRuntimeMetrics { metrics.observeProcess() }
        if configuration.metrics.sendsHealthMetrics { metrics.observe(tracer.statistics) }
    }

    /// Sends what was finished and gathered before this call.
    ///
    /// - Parameter timeout: how long to wait for the traces at most; metrics have a limit of their own.
    public func flush(timeout: Duration = .seconds(10)) async {
        await writer.flush(timeout: timeout)
        await metrics.flush()
    }

    /// Sends traces and metrics until the service is stopped.
    public func run() async throws {
        try await withThrowingTaskGroup { group in
            group.addTask { try await writer.run() }
            group.addTask { try await metrics.run() }
            try await group.waitForAll()
        }
        // What the last traces counted.
        await metrics.flush()
    }
}
