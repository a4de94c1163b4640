// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import JSON
import Logging
import TestSupport
import Testing

@testable import DatadogTracing

/// Structured tags, sent by ddtrace and by us to one agent.
@Suite(.enabled(if: DatadogTestAgent.isInstalled, Comment(rawValue: DatadogTestAgent.hint))) struct DdtraceStructTests {
    private static let values: [(key: String, value: JSONValue)] = [
        ("small", ["text": "ä ✓ \u{1F680}", "yes": true, "no": false, "none": nil]),
        ("numbers", ["zero": 0, "byte": 200, "large": 9_007_199_254_740_993, "negative": -40_000, "ratio": -0.1]),
        ("nested", ["list": [1, "two", [3.5, ["four": []]]], "empty": [:], "long": .string(longText)]),
        ("wide", .object(JSONObject((0..<40).map { ("key \($0)", .integer(Int64($0))) }))),
    ]
    private static let longText = String(repeating: "0123456789 ", count: 3_000)

    @Test func theAgentReadsTheSame() async throws {
        try await withDatadogTestAgent { agent in
            let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            let transport = CurlTransport(logger: quiet)
            let theirs = TestAgentClient(url: agent.url, session: "ddtrace", transport: transport)
            try await theirs.start(rates: "{}")
            try await recordInPython(agent.url)
            let expected = try await structs(theirs)
            let ours = TestAgentClient(url: agent.url, session: "swift", transport: transport)
            try await ours.start(rates: "{}")
            var configuration = DatadogTracingConfiguration(service: "interop")
            configuration.destination = .agent(.http(url: agent.url))
            let (tracer, writer) = DatadogTracing.make(
                configuration: configuration,
                transport: transport,
                logger: quiet
            )
            tracer.trace("root") { span in
                for (key, value) in Self.values { span.setStruct(key, value.messagePack) }
            }
            await writer.flush()
            let found = try await structs(ours)
            #expect(Set(found.objectValue.map { Array($0.keys) } ?? []) == Set(Self.values.map(\.key)))
            #expect(found == expected)
            await transport.shutdown()
        }
    }

    private func structs(_ client: TestAgentClient) async throws -> JSONValue {
        let spans = try await client.traces().flatMap { $0 }
        return try #require(spans.first { $0["name"] == "root" }?["meta_struct"], "\(spans)")
    }

    private func recordInPython(_ url: String) async throws {
        let settings = [
            "DD_TRACE_AGENT_URL": url, "DD_SERVICE": "interop", "DD_TRACE_API_VERSION": "v0.4",
            "DD_INSTRUMENTATION_TELEMETRY_ENABLED": "false", "DD_REMOTE_CONFIGURATION_ENABLED": "false",
            "DD_TRACE_LOG_LEVEL": "CRITICAL",
        ]
        let structs = Self.values.map { ["struct": "root", "key": .string($0.key), "value": $0.value] as JSONValue }
        let steps: [JSONValue] = [["start": "root"]] + structs + [["finish": "root"]]
        let order = JSONValue.object(["steps": .array(steps)])
        let script = PythonScript("ddtrace_scenarios.py", environment: settings)
        let output = try await script.run(input: order.serialized())
        #expect(!output.contains("Traceback"), "\(output)")
    }
}
