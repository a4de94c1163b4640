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
            "dd_trace_agent_url": nil,
            "dd_trace_sample_rate": nil,
            "dd_trace_rate_limit": configuration.maximumSampledTracesPerSecond.map { String(Int($0)) },
            "dd_runtime_metrics_enabled": nil,
            "dd_logs_injection": nil,
            "dd_dogstatsd_host": nil,
            "dd_dogstatsd_port": nil,
            "dd_trace_debug": String(isDebugging),
            "dd_trace_otel_enabled": "true",
            "dd_log_level": nil,
            "dd_trace_sample_ignore_parent": nil,
            "dd_profiling_enabled": "false",
            "dd_data_streams_enabled": "false",
        ]
    }
}
