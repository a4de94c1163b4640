// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import Testing

@testable import LLMObservability

/// What the environment says, and what is wrong with it.
@Suite struct ConfigurationTests {
    @Test func defaults() throws {
        let configuration = try LLMObsConfiguration(environment: [:])
        #expect(!configuration.isEnabled && !configuration.capturesContent)
        #expect(configuration.mlApp == nil && configuration.apiKey == nil)
        #expect(configuration.exportMode == .automatic && configuration.site == "datadoghq.com")
        #expect(configuration.sampleRate == 1 && configuration.samplingRules.isEmpty)
        #expect(configuration.limits == LLMObsLimits())
    }

    @Test func everything() throws {
        let configuration = try LLMObsConfiguration(environment: [
            "DD_LLMOBS_ENABLED": "1", "DD_LLMOBS_ML_APP": "votes", "DD_LLMOBS_CAPTURE_CONTENT": "true",
            "DD_LLMOBS_AGENTLESS_ENABLED": "yes", "DD_API_KEY": "key", "DD_SITE": "datadoghq.eu",
            "DD_LLMOBS_OVERRIDE_ORIGIN": "http://localhost:1/", "DD_LLMOBS_SAMPLE_RATE": "0.25",
            "DD_LLMOBS_SAMPLING_RULES": #"[{"tags":{"env":"prod"},"sample_rate":0.5},{"sample_rate":0}]"#,
            "DD_LLMOBS_PAYLOAD_SIZE_BYTES": "1000000", "DD_LLMOBS_EVENT_SIZE_BYTES": "100000",
            "_DD_LLMOBS_WRITER_INTERVAL": "0.5", "_DD_LLMOBS_WRITER_TIMEOUT": "2",
        ])
        #expect(configuration.isEnabled && configuration.capturesContent && configuration.mlApp == "votes")
        #expect(configuration.exportMode == .agentless && configuration.apiKey == "key")
        #expect(configuration.site == "datadoghq.eu" && configuration.overrideOrigin == "http://localhost:1")
        #expect(configuration.sampleRate == 0.25)
        let rules = [
            LLMObsSamplingRule(tags: ["env": "prod"], sampleRate: 0.5), LLMObsSamplingRule(sampleRate: 0),
        ]
        #expect(configuration.samplingRules == rules)
        #expect(configuration.limits.maximumPayloadBytes == 1_000_000)
        #expect(configuration.limits.maximumEventBytes == 100_000)
        #expect(configuration.limits.flushInterval == .milliseconds(500))
        #expect(configuration.limits.requestTimeout == .seconds(2))
    }

    @Test func modes() throws {
        let agent = ["DD_LLMOBS_AGENTLESS_ENABLED": "false"]
        #expect(try LLMObsConfiguration(environment: agent).exportMode == .agent)
        #expect(try LLMObsConfiguration(environment: ["DD_LLMOBS_APM_SPANS": "1"]).exportMode == .apmSpans)
    }

    @Test(arguments: [
        ("DD_LLMOBS_ENABLED", "perhaps"), ("DD_LLMOBS_CAPTURE_CONTENT", "some"),
        ("DD_LLMOBS_SAMPLE_RATE", "2"), ("DD_LLMOBS_SAMPLING_RULES", "[{}]"),
        ("DD_LLMOBS_SAMPLING_RULES", #"[{"sample_rate":1,"service":"x"}]"#),
        ("DD_LLMOBS_PAYLOAD_SIZE_BYTES", "5MB"), ("DD_LLMOBS_EVENT_SIZE_BYTES", "0"),
        ("DD_LLMOBS_OVERRIDE_ORIGIN", "localhost:8126"), ("_DD_LLMOBS_WRITER_INTERVAL", "-1"),
        ("DD_LLMOBS_AGENTLESS_ENABLED", "maybe"), ("DD_LLMOBS_APM_SPANS", "maybe"),
    ])
    func mistakesAreNamed(variable: String, value: String) {
        let error = #expect(throws: LLMObsError.self) {
            try LLMObsConfiguration(environment: [variable: value])
        }
        #expect(error?.code == .invalidConfiguration && error?.message.contains(variable) == true)
    }

    @Test func agentlessNeedsAKey() {
        let error = #expect(throws: LLMObsError.self) {
            try LLMObsConfiguration(environment: ["DD_LLMOBS_AGENTLESS_ENABLED": "1"])
        }
        #expect(error?.message.contains("DD_API_KEY") == true)
    }
}
