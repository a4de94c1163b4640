// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import Logging
import TestSupport
import Testing

@testable import LLMObservability

/// What the environment says, and what is wrong with it.
@Suite struct ConfigurationTests {
    @Test func defaults() {
        let configuration = LLMObsConfiguration(environment: [:])
        #expect(configuration.isEnabled == nil && !configuration.capturesContent)
        #expect(configuration.mlApp == nil && configuration.apiKey == nil)
        #expect(configuration.exportMode == .automatic && configuration.site == "datadoghq.com")
        #expect(configuration.sampleRate == 1 && configuration.samplingRules.isEmpty)
        #expect(configuration.limits == LLMObsLimits() && configuration.mistakes.isEmpty)
        #expect(LLMObsConfiguration().isEnabled == nil, "the same in code")
    }

    @Test func everything() throws {
        let configuration = try LLMObsConfiguration(checking: [
            "DD_LLMOBS_ENABLED": "1", "DD_LLMOBS_ML_APP": "votes", "DD_LLMOBS_CAPTURE_CONTENT": "true",
            "DD_LLMOBS_AGENTLESS_ENABLED": "yes", "DD_API_KEY": "key", "DD_SITE": "datadoghq.eu",
            "DD_LLMOBS_OVERRIDE_ORIGIN": "http://localhost:1/", "DD_LLMOBS_SAMPLE_RATE": "0.25",
            "DD_LLMOBS_SAMPLING_RULES": #"[{"tags":{"env":"prod"},"sample_rate":0.5},{"sample_rate":0}]"#,
            "DD_LLMOBS_PAYLOAD_SIZE_BYTES": "1000000", "DD_LLMOBS_EVENT_SIZE_BYTES": "100000",
            "_DD_LLMOBS_WRITER_INTERVAL": "0.5", "_DD_LLMOBS_WRITER_TIMEOUT": "2",
        ])
        #expect(configuration.isEnabled == true && configuration.capturesContent && configuration.mlApp == "votes")
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

    @Test func modes() {
        let agent = ["DD_LLMOBS_AGENTLESS_ENABLED": "false"]
        #expect(LLMObsConfiguration(environment: agent).exportMode == .agent)
        #expect(LLMObsConfiguration(environment: ["DD_LLMOBS_APM_SPANS": "1"]).exportMode == .apmSpans)
    }

    /// No setting ends the host: what cannot be used has no effect, and somebody is told.
    @Test(arguments: [
        ("DD_LLMOBS_ENABLED", "perhaps"), ("DD_LLMOBS_CAPTURE_CONTENT", "some"),
        ("DD_LLMOBS_SAMPLE_RATE", "2"), ("DD_LLMOBS_SAMPLING_RULES", "[{}]"),
        ("DD_LLMOBS_SAMPLING_RULES", #"[{"sample_rate":1,"service":"x"}]"#), ("DD_LLMOBS_SAMPLING_RULES", "nonsense"),
        ("DD_LLMOBS_PAYLOAD_SIZE_BYTES", "5MB"), ("DD_LLMOBS_EVENT_SIZE_BYTES", "0"),
        ("DD_LLMOBS_OVERRIDE_ORIGIN", "localhost:8126"), ("DD_LLMOBS_OVERRIDE_ORIGIN", "unix:///x"),
        ("_DD_LLMOBS_WRITER_INTERVAL", "-1"),
        ("DD_LLMOBS_AGENTLESS_ENABLED", "maybe"), ("DD_LLMOBS_APM_SPANS", "maybe"),
    ])
    func mistakesAreTold(variable: String, value: String) async throws {
        var expected = LLMObsConfiguration()
        expected.mlApp = "votes"
        let configuration = LLMObsConfiguration(environment: [variable: value, "DD_LLMOBS_ML_APP": "votes"])
        let mistake = try #require(configuration.mistakes.first)
        #expect(configuration.mistakes.count == 1)
        #expect(mistake.code == .invalidConfiguration && mistake.message.contains(variable))
        #expect(configuration.limits == expected.limits && configuration.exportMode == expected.exportMode)
        #expect(configuration.sampleRate == 1 && configuration.samplingRules.isEmpty && configuration.mlApp == "votes")
        #expect(configuration.isEnabled == nil && configuration.overrideOrigin == nil)
        #expect(throws: mistake) { try LLMObsConfiguration(checking: [variable: value]) }
        let log = RecordedLog()
        try await withTestBed(configuration: configuration, logger: log.logger) { _ in
            #expect(log.lines.map(\.level) == [.warning] && log.lines.first?.message.contains(variable) == true)
        }
    }

    /// Without a key there is no way: events wait, as they do for an agent that is away.
    @Test func agentlessNeedsAKey() async throws {
        let configuration = LLMObsConfiguration(environment: ["DD_LLMOBS_AGENTLESS_ENABLED": "1"])
        #expect(configuration.mistakes.map { $0.message.contains("DD_API_KEY") } == [true])
        try await withTestBed(configuration: configuration) { bed in
            await bed.run { FeatureScenarios.batch($0, 2) }
            #expect(bed.requests.isEmpty)
            #expect(bed.client.statistics.snapshot.spans.queued == 2)
        }
    }
}
