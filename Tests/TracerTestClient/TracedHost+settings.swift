// SPDX-License-Identifier: Apache-2.0

import DatadogTracing

extension TracedHost {
    /// The settings that suites compare, by the names of their variables; null where the tracer has no such setting.
    var settings: [String: String?] {
        [
            "dd_service": configuration.service,
            "dd_env": configuration.env,
            "dd_version": configuration.version,
            "dd_tags": configuration.tags.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value)" }.joined(
                separator: ","
            ),
            "dd_trace_enabled": String(configuration.isEnabled),
            "dd_trace_propagation_style": configuration.extractStyles.map(\.rawValue).joined(separator: ","),
            "dd_trace_agent_url": agentURL,
            "dd_trace_sample_rate": sampleRate.map { "\($0)" },
            "dd_trace_rate_limit": configuration.maximumSampledTracesPerSecond.map {
                Int64(exactly: $0).map(String.init) ?? String($0)
            },
            "dd_runtime_metrics_enabled": String(configuration.metrics.sendsRuntimeMetrics),
            "dd_logs_injection": String(configuration.injectsLogs),
            "dd_dogstatsd_host": dogStatsD?.host,
            "dd_dogstatsd_port": dogStatsD.map { String($0.port) },
            "dd_trace_debug": String(isDebugging),
            "dd_trace_otel_enabled": "true",
            "dd_log_level": nil,
            "dd_trace_sample_ignore_parent": nil,
            "dd_profiling_enabled": "false",
            "dd_data_streams_enabled": "false",
        ]
    }

    private var agentURL: String? {
        guard case .agent(let address) = configuration.destination else { return nil }
        return address.description
    }

    /// The rate of the rule that takes every trace.
    private var sampleRate: Double? {
        configuration.samplingRules.first { $0 == TraceSamplingRule(sampleRate: $0.sampleRate) }?.sampleRate
    }

    private var dogStatsD: (host: String, port: Int)? {
        guard case .udp(let host, let port) = configuration.metrics.address else { return nil }
        return (host, port)
    }
}
