// SPDX-License-Identifier: Apache-2.0

import DatadogTracing

extension LLMObsConfiguration {
    /// Reads the `DD_LLMOBS_*` variables, `DD_API_KEY` and `DD_SITE`. A value that cannot be used has no effect;
    /// ``mistakes`` tells of it.
    ///
    /// `DD_LLMOBS_CAPTURE_CONTENT` and `DD_LLMOBS_APM_SPANS` are our own; the others are those of Datadog's libraries.
    public init(environment: [String: String]) {
        self.init()
        var values = EnvironmentValues(environment)
        read(&values)
        mistakes = values.mistakes.map { LLMObsError(.invalidConfiguration, $0.message) }
        if exportMode == .agentless, apiKey == nil {
            mistakes.append(
                LLMObsError(
                    .invalidConfiguration,
                    "DD_API_KEY is missing, without which nothing can be sent agentless: set it, or set "
                        + "DD_LLMOBS_AGENTLESS_ENABLED to false to send through an agent."
                )
            )
        }
    }

    /// The same, but the first mistake is an error that names the variable, what is wrong with its value, and what it may
    /// be: for tests, and for checks before something is started.
    public init(checking environment: [String: String]) throws(LLMObsError) {
        self.init(environment: environment)
        if let mistake = mistakes.first { throw mistake }
    }

    private mutating func read(_ values: inout EnvironmentValues) {
        isEnabled = values.bool("DD_LLMOBS_ENABLED")
        mlApp = values["DD_LLMOBS_ML_APP"]
        capturesContent = values.bool("DD_LLMOBS_CAPTURE_CONTENT") ?? false
        apiKey = values["DD_API_KEY"]
        site = values["DD_SITE"] ?? site
        overrideOrigin = Self.origin(&values)
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

    private static func origin(_ values: inout EnvironmentValues) -> String? {
        let name = "DD_LLMOBS_OVERRIDE_ORIGIN"
        guard var origin = values[name] else { return nil }
        while origin.hasSuffix("/") { origin.removeLast() }
        guard origin.hasPrefix("http://") || origin.hasPrefix("https://") else {
            values.refuse(name, origin, "give http:// or https://, host and port")
            return nil
        }
        return origin
    }
}
