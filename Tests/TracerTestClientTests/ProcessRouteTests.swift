// SPDX-License-Identifier: Apache-2.0

import JSON
import TestSupport
import Testing

@Suite("The process", .serialized, .enabled(if: DatadogTestAgent.isInstalled, "\(DatadogTestAgent.hint)"))
struct ProcessRouteTests {
    @Test func settingsComeFromTheEnvironment() async throws {
        let environment = [
            "DD_SERVICE": "shop", "DD_ENV": "prod", "DD_VERSION": "1.2", "DD_TAGS": "a:1,b:2",
            "DD_TRACE_PROPAGATION_STYLE": "b3,datadog", "DD_TRACE_RATE_LIMIT": "7", "DD_TRACE_SAMPLE_RATE": "0.5",
        ]
        try await withTestClient(environment) { client, _ in
            let config = try await client.get("/trace/config")["config"]
            #expect(config?.objectValue?.count == 19)
            #expect(config?["dd_service"] == "shop")
            #expect(config?["dd_env"] == "prod")
            #expect(config?["dd_version"] == "1.2")
            #expect(config?["dd_tags"] == "a:1,b:2")
            #expect(config?["dd_trace_propagation_style"] == "b3,datadog")
            #expect(config?["dd_trace_rate_limit"] == "7")
            #expect(config?["dd_trace_sample_rate"] == "0.5")
            #expect(config?["dd_trace_enabled"] == "true")
        }
    }

    @Test func oddSettingsDoNotEndTheProcess() async throws {
        let environment = [
            "DD_TRACE_RATE_LIMIT": "9223372036854775807", "DD_LOGS_INJECTION": "perhaps", "DD_TRACE_DEBUG": "1",
        ]
        try await withTestClient(environment) { client, _ in
            let config = try await client.get("/trace/config")["config"]
            #expect(config?["dd_trace_rate_limit"]?.stringValue?.hasPrefix("9.22") == true)
            #expect(config?["dd_logs_injection"] == "true" && config?["dd_trace_debug"] == "true")
        }
    }

    @Test func spansOfATracerThatIsOffCanBeEnded() async throws {
        try await withTestClient(["DD_TRACE_ENABLED": "false"]) { client, _ in
            let id = try await client.startSpan("work")
            #expect(id == "0")
            try await client.call("/trace/span/finish", ["span_id": id])
        }
    }

    /// Suites crash a process on purpose, to see what is told of it.
    @Test func itCrashesWhenAskedTo() async throws {
        try await withDatadogTestAgent { agent in
            let client = try await RunningTestClient.start(agentURL: agent.url)
            let answer = try? await client.get("/trace/crash")
            #expect(answer == nil)
            let code = try await client.end()
            #expect(code != 0 && code != 143, "\(code)")
            #expect(client.log.contains("as asked"), "\(client.log)")
        }
    }

    @Test func unknownPathsAnswerNotFound() async throws {
        try await withTestClient { client, _ in
            let status = try await client.status("/trace/no-such-thing")
            #expect(status == 404)
        }
    }

    @Test func theAgentsAbilitiesAreKnownWhenAskedFor() async throws {
        try await withTestClient { client, _ in
            let answer = try await client.get("/trace/agent/ensure_agent_info")
            #expect(answer == ["ready": true])
        }
    }
}
