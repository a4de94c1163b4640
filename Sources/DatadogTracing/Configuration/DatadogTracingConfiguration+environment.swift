// SPDX-License-Identifier: Apache-2.0

extension DatadogTracingConfiguration {
    /// Reads the `DD_*` variables. A value that cannot be used has no effect; ``mistakes`` tells of it.
    ///
    /// `DD_TRACE_AGENT_URL` takes `http://`, `https://` and `unix://` for an agent, and `file://` for a file of JSON lines.
    /// Without any address the socket of a local agent is used if it exists, else `localhost:8126`.
    public init(environment: [String: String]) {
        var values = EnvironmentValues(environment)
        self.init(&values)
        mistakes = values.mistakes
    }

    /// The same, but the first mistake is an error that names the variable, what is wrong with its value, and what it may
    /// be: for tests, and for checks before something is started.
    public init(checking environment: [String: String]) throws(DatadogTracingError) {
        self.init(environment: environment)
        if let mistake = mistakes.first { throw mistake }
    }

    private init(_ values: inout EnvironmentValues) {
        var tags = values.tags("DD_TAGS")
        let service = values["DD_SERVICE"] ?? tags["service"] ?? Self.executableName
        let env = values["DD_ENV"] ?? tags["env"]
        let version = values["DD_VERSION"] ?? tags["version"]
        for key in ["service", "env", "version"] { tags[key] = nil }
        self.init(service: service, env: env, version: version, tags: tags)
        readProcess(&values)
        readTracing(&values)
        destination = TraceDestination(&values)
        metrics = DogStatsDConfiguration(&values)
        readPropagation(&values)
        readSampling(&values)
        readLimits(&values)
    }

    private mutating func readTracing(_ values: inout EnvironmentValues) {
        isEnabled = values.bool("DD_TRACE_ENABLED") ?? true
        sendsTraces = values.bool("DD_APM_TRACING_ENABLED") ?? true
        uses128BitTraceIDs = values.bool("DD_TRACE_128_BIT_TRACEID_GENERATION_ENABLED") ?? true
        apiVersion = TraceAPIVersion(&values) ?? .v04
        usesNativeSpanEvents = values.bool("DD_TRACE_NATIVE_SPAN_EVENTS") ?? false
        externalEnvironment = values["DD_EXTERNAL_ENV"]
        // Other tracers know a third value, which means this one's only way.
        if values["DD_LOGS_INJECTION"]?.lowercased() != "structured" {
            injectsLogs = values.bool("DD_LOGS_INJECTION") ?? true
        }
        readStatistics(&values)
    }

    private mutating func readStatistics(_ values: inout EnvironmentValues) {
        let older = values.bool("DD_TRACE_TRACER_METRICS_ENABLED")
        computesClientStats = values.bool("DD_TRACE_STATS_COMPUTATION_ENABLED") ?? older ?? false
        if let count = values.integer("DD_TRACE_STATS_CARDINALITY_LIMIT", in: 1...1_000_000) {
            limits.maximumStatsKeys = count
        }
    }

    private mutating func readLimits(_ values: inout EnvironmentValues) {
        if let count = values.integer("DD_TRACE_PARTIAL_FLUSH_MIN_SPANS", in: 1...1_000_000) {
            limits.partialFlushMinimumSpans = count
        }
        if values.bool("DD_TRACE_PARTIAL_FLUSH_ENABLED") == false { limits.partialFlushMinimumSpans = .max }
        if let bytes = values.integer("DD_TRACE_WRITER_BUFFER_SIZE_BYTES", in: 65_536...1_073_741_824) {
            limits.maximumQueueBytes = bytes
        }
        if let bytes = values.integer("DD_TRACE_WRITER_MAX_PAYLOAD_SIZE_BYTES", in: 65_536...50_000_000) {
            limits.maximumPayloadBytes = bytes
        }
        if let seconds = values.number("DD_TRACE_WRITER_INTERVAL_SECONDS", in: 0.01...3600) {
            limits.flushInterval = .seconds(seconds)
        }
        if let seconds = values.number("DD_TRACE_AGENT_TIMEOUT_SECONDS", in: 0.1...60) {
            limits.requestTimeout = .seconds(seconds)
        }
    }

    private static var executableName: String {
        let name = CommandLine.arguments.first?.split(separator: "/").last.map(String.init)
        return name ?? "unnamed-swift-service"
    }
}
