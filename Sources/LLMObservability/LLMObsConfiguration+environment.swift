// SPDX-License-Identifier: Apache-2.0

import DatadogTracing

extension LLMObsConfiguration {
    /// Reads the `DD_LLMOBS_*` variables, `DD_API_KEY` and `DD_SITE`; an error names the variable, what is wrong with its
    /// value, and what it may be.
    ///
    /// `DD_LLMOBS_ENABLED` unset means not enabled. `DD_LLMOBS_CAPTURE_CONTENT` and `DD_LLMOBS_APM_SPANS` are our own;
    /// the others are those of Datadog's libraries.
    public init(environment: [String: String]) throws(LLMObsError) {
        self.init()
        var values = EnvironmentValues(environment)
        read(&values)
        if let mistake = values.mistakes.first { throw LLMObsError(.invalidConfiguration, mistake.message) }
        try checkOrigin()
        if exportMode == .agentless, apiKey == nil {
            throw LLMObsError(
                .invalidConfiguration,
                "DD_API_KEY is missing, without which nothing can be sent agentless: set it, or set "
                    + "DD_LLMOBS_AGENTLESS_ENABLED to false to send through an agent."
            )
        }
    }

    private mutating func read(_ values: inout EnvironmentValues) {
        isEnabled = values.bool("DD_LLMOBS_ENABLED") ?? false
        mlApp = values["DD_LLMOBS_ML_APP"]
        capturesContent = values.bool("DD_LLMOBS_CAPTURE_CONTENT") ?? false
        apiKey = values["DD_API_KEY"]
        site = values["DD_SITE"] ?? site
        overrideOrigin = values["DD_LLMOBS_OVERRIDE_ORIGIN"]
        exportMode = Self.exportMode(&values)
        sampleRate = values.number("DD_LLMOBS_SAMPLE_RATE", in: 0...1) ?? 1
        if let text = values["DD_LLMOBS_SAMPLING_RULES"] {
            samplingRules = LLMObsSamplingRule.rules(in: text, of: "DD_LLMOBS_SAMPLING_RULES", &values)
        }
        readLimits(&values)
    }

    private static func exportMode(_ values: inout EnvironmentValues) -> LLMObsExportMode {
        if values.bool("DD_LLMOBS_APM_SPANS") == true { return .apmSpans }
        return switch values.bool("DD_LLMOBS_AGENTLESS_ENABLED") {
        case true: .agentless
        case false: .agent
        case nil: .automatic
        }
    }

    private mutating func readLimits(_ values: inout EnvironmentValues) {
        if let bytes = values.integer("DD_LLMOBS_PAYLOAD_SIZE_BYTES", in: 65_536...50_000_000) {
            limits.maximumPayloadBytes = bytes
        }
        if let bytes = values.integer("DD_LLMOBS_EVENT_SIZE_BYTES", in: 1_024...50_000_000) {
            limits.maximumEventBytes = bytes
        }
        if let seconds = values.number("_DD_LLMOBS_WRITER_INTERVAL", in: 0.01...3600) {
            limits.flushInterval = .seconds(seconds)
        }
        if let seconds = values.number("_DD_LLMOBS_WRITER_TIMEOUT", in: 0.1...600) {
            limits.requestTimeout = .seconds(seconds)
        }
    }

    private mutating func checkOrigin() throws(LLMObsError) {
        guard var origin = overrideOrigin else { return }
        while origin.hasSuffix("/") { origin.removeLast() }
        guard origin.hasPrefix("http://") || origin.hasPrefix("https://") else {
            throw LLMObsError(
                .invalidConfiguration,
                "DD_LLMOBS_OVERRIDE_ORIGIN is no http:// or https:// address: give scheme, host and port."
            )
        }
        overrideOrigin = origin
    }
}
