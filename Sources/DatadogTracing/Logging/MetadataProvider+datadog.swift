// SPDX-License-Identifier: Apache-2.0

public import Logging
import Tracing

extension Logger.MetadataProvider {
    /// Adds `dd.trace_id` (32 hexadecimal digits, decimal for a 64-bit id), `dd.span_id` (decimal), `dd.service`,
    /// `dd.env` and `dd.version` of the active span, so that logs and traces find each other; nothing without a span.
    public static let datadog = Logger.MetadataProvider {
        guard let context = ServiceContext.current, let active = context.datadogSpanContext else { return [:] }
        return metadata(active, configuration: context.datadogSpan?.tracer.configuration)
    }

    /// The same for one configuration: service, env and version on every line, and both ids `0` without a span.
    ///
    /// Either adds nothing where ``DatadogTracingConfiguration/injectsLogs`` is off.
    public static func datadog(_ configuration: DatadogTracingConfiguration) -> Logger.MetadataProvider {
        Logger.MetadataProvider {
            metadata(ServiceContext.current?.datadogSpanContext, configuration: configuration)
        }
    }

    private static func metadata(
        _ active: DatadogSpanContext?,
        configuration: DatadogTracingConfiguration?
    ) -> Logger.Metadata {
        guard configuration?.injectsLogs != false else { return [:] }
        var metadata: Logger.Metadata = [
            "dd.trace_id": "\(active.map(\.traceID.logText) ?? "0")",
            "dd.span_id": "\(active?.spanID ?? 0)",
        ]
        guard let configuration else { return metadata }
        metadata["dd.service"] = "\(configuration.service)"
        if let env = configuration.env { metadata["dd.env"] = "\(env)" }
        if let version = configuration.version { metadata["dd.version"] = "\(version)" }
        return metadata
    }
}

extension TraceID {
    /// As Datadog looks for it in logs.
    fileprivate var logText: String { high == 0 ? String(low) : hexadecimal }
}
