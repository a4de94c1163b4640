// SPDX-License-Identifier: Apache-2.0

import JSON
import TestSupport
import Testing

/// The same steps taken by ddtrace and by our tracer, with the same agent behind them that checks what it gets.
@Suite(
    "Traces beside those of ddtrace",
    .serialized,
    .enabled(if: DatadogTestAgent.isInstalled, "\(DatadogTestAgent.hint)")
)
struct DdtraceComparisonTests {

    @Test func thereAreScenarios() {
        #expect(SpanScenario.all.count >= 16)
    }

    @Test(arguments: SpanScenario.all)
    func spansAreTheSame(_ scenario: SpanScenario) async throws {
        try await withDatadogTestAgent { agent in
            let session = AgentSession(url: agent.url)
            try await session.start("ddtrace", rates: scenario.rates)
            try await scenario.runInPython(agentURL: agent.url)
            let theirs = ComparableSpans(try await session.spans())
            let passed = try await agent.passedChecks()
            try await session.start("swift", rates: scenario.rates)
            let client = try await RunningTestClient.start(agentURL: agent.url, environment: scenario.environment)
            try await scenario.run(with: client)
            #expect(await client.terminate() == 0)
            let ours = ComparableSpans(try await session.spans())
            #expect(try await agent.passedChecks() > passed, "the agent has checked ours, too")
            #expect(!theirs.spans.isEmpty)
            let differences = ComparableSpans.differences(ours, theirs)
            #expect(differences.isEmpty, Comment(rawValue: differences.joined(separator: "\n")))
        }
    }
}
