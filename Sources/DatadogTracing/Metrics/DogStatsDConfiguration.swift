// SPDX-License-Identifier: Apache-2.0

/// Where metrics go, which the library sends of itself, and the bounds of what is kept in memory.
public struct DogStatsDConfiguration: Sendable, Hashable {
    /// `DD_DOGSTATSD_URL`, or `DD_DOGSTATSD_HOST` (`DD_AGENT_HOST`) and `DD_DOGSTATSD_PORT`.
    public var address = DogStatsDAddress.standard
    /// `DD_TRACE_HEALTH_METRICS_ENABLED`; `datadog.tracer.*`, what the tracer sent and dropped.
    public var sendsHealthMetrics = false
    /// `DD_RUNTIME_METRICS_ENABLED`; `runtime.swift.*`, processor time, memory, threads and descriptors of the process.
    public var sendsRuntimeMetrics = false
    /// Time between two sendings. The agent sums up in steps of 10 s; much less keeps its steps even.
    public var flushInterval = Duration.seconds(2)
    /// Metrics, each with its own tags, that are held at a time; further ones are refused and counted.
    public var maximumMetrics = 5_000
    /// Values that a recorder or timer keeps between two sendings; of more, a fair sample is sent with its rate.
    public var maximumSamples = 256
    /// Time that waiting for a sending may take, as at shutdown.
    public var flushTimeout = Duration.seconds(5)
    /// Wait after a first failure; each further one doubles it, up to 15 s.
    var reconnectDelay = Duration.seconds(1)

    /// The defaults.
    public init() {}

    init(_ values: inout EnvironmentValues) {
        address = DogStatsDAddress(&values)
        sendsHealthMetrics = values.bool("DD_TRACE_HEALTH_METRICS_ENABLED") ?? false
        sendsRuntimeMetrics = values.bool("DD_RUNTIME_METRICS_ENABLED") ?? false
    }
}
