// SPDX-License-Identifier: Apache-2.0

extension DatadogTracingConfiguration {
    /// Reads the `DD_*` variables; an error names the variable, what is wrong with its value, and what it may be.
    ///
    /// `DD_TRACE_AGENT_URL` takes `http://`, `https://` and `unix://` for an agent, and `file://` for a file of JSON lines.
    /// Without any address the socket of a local agent is used if it exists, else `localhost:8126`.
    public init(environment: [String: String]) throws(DatadogTracingError) {
        let values = EnvironmentValues(environment)
        var tags = values.tags("DD_TAGS")
        let service = values["DD_SERVICE"] ?? tags["service"] ?? Self.executableName
        let env = values["DD_ENV"] ?? tags["env"]
        let version = values["DD_VERSION"] ?? tags["version"]
        for key in ["service", "env", "version"] { tags[key] = nil }
        self.init(service: service, env: env, version: version, tags: tags)
        try readProcess(values)
        isEnabled = try values.bool("DD_TRACE_ENABLED") ?? true
        uses128BitTraceIDs = try values.bool("DD_TRACE_128_BIT_TRACEID_GENERATION_ENABLED") ?? true
        destination = try TraceDestination(values)
        apiVersion = try TraceAPIVersion(values) ?? .v04
        usesNativeSpanEvents = try values.bool("DD_TRACE_NATIVE_SPAN_EVENTS") ?? false
        externalEnvironment = values["DD_EXTERNAL_ENV"]
        try readPropagation(values)
        try readSampling(values)
        // Other tracers know a third value, which means this one's only way.
        if values["DD_LOGS_INJECTION"]?.lowercased() != "structured" {
            injectsLogs = try values.bool("DD_LOGS_INJECTION") ?? true
        }
        metrics = try DogStatsDConfiguration(values)
        try readStatistics(values)
        try readLimits(values)
    }

    private mutating func readLimits(_ values: EnvironmentValues) throws(DatadogTracingError) {
        if let count = try values.integer("DD_TRACE_PARTIAL_FLUSH_MIN_SPANS", in: 1...1_000_000) {
            limits.partialFlushMinimumSpans = count
        }
        if try values.bool("DD_TRACE_PARTIAL_FLUSH_ENABLED") == false { limits.partialFlushMinimumSpans = .max }
        if let bytes = try values.integer("DD_TRACE_WRITER_BUFFER_SIZE_BYTES", in: 65_536...1_073_741_824) {
            limits.maximumQueueBytes = bytes
        }
        if let bytes = try values.integer("DD_TRACE_WRITER_MAX_PAYLOAD_SIZE_BYTES", in: 65_536...50_000_000) {
            limits.maximumPayloadBytes = bytes
        }
        if let seconds = try values.number("DD_TRACE_WRITER_INTERVAL_SECONDS", in: 0.01...3600) {
            limits.flushInterval = .seconds(seconds)
        }
        if let seconds = try values.number("DD_TRACE_AGENT_TIMEOUT_SECONDS", in: 0.1...60) {
            limits.requestTimeout = .seconds(seconds)
        }
    }

    private mutating func readStatistics(_ values: EnvironmentValues) throws(DatadogTracingError) {
        let older = try values.bool("DD_TRACE_TRACER_METRICS_ENABLED")
        computesClientStats = try values.bool("DD_TRACE_STATS_COMPUTATION_ENABLED") ?? older ?? false
        if let count = try values.integer("DD_TRACE_STATS_CARDINALITY_LIMIT", in: 1...1_000_000) {
            limits.maximumStatsKeys = count
        }
    }

    private static var executableName: String {
        let name = CommandLine.arguments.first?.split(separator: "/").last.map(String.init)
        return name ?? "unnamed-swift-service"
    }
}
