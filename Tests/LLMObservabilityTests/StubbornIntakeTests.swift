// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import DatadogTracing
import DatadogTracingTestKit
import JSON
import Logging
import Synchronization
import TestSupport
import Testing

@testable import LLMObservability

/// Intakes that take less, stall or are not there: what is said of them, and what becomes of events.
@Suite struct StubbornIntakeTests {
    /// Who took less for a while need not be served in small portions for ever.
    @Test func requestsGrowAgain() async throws {
        let isNarrow = Mutex(true)
        let answer: @Sendable (RecordedHTTPRequest) -> ScriptedHTTPResponse = { request in
            let isTooLong = request.body.count > 12_000 && isNarrow.withLock { $0 }
            return ScriptedHTTPResponse(status: isTooLong ? 413 : 202, text: "{}")
        }
        try await withTestBed(answer: answer, configuration: .test { $0.limits.maximumPayloadBytes = 65_536 }) { bed in
            await bed.run { FeatureScenarios.batch($0, 8, padding: 5_000) }
            isNarrow.withLock { $0 = false }
            for _ in 0..<200 { await bed.run { FeatureScenarios.batch($0, 1) } }
            await bed.run { FeatureScenarios.batch($0, 8, padding: 5_000) }
            let last = try JSONValue(parsing: try #require(bed.requests.last).body)
            #expect(last.arrayValue?.count == 8)
            #expect(bed.client.statistics.snapshot.spans.dropped.isEmpty)
        }
    }

    /// What could not go out goes out in its order once it can, be it that it fills several requests.
    @Test func whatWaitedKeepsItsOrder() async throws {
        let failures: [ScriptedTransport.Failure] = [.unreachable, .status(413)]
        for failure in failures {
            let transport = ScriptedTransport([failure])
            let configuration = LLMObsConfiguration.test { configuration in
                configuration.exportMode = .agentless
                configuration.apiKey = "not-a-key"
                configuration.limits.maximumTries = 1
                configuration.limits.maximumPayloadBytes = 20_000
            }
            let intake = LLMObsIntake(configuration: configuration, agent: nil, transport: transport)
            let client = LLMObsClient(
                configuration: configuration,
                tracer: TraceCapture().tracer,
                intake: intake,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            )
            for index in 0..<8 {
                LLMObs.withClient(client) {
                    LLMObs.task("t\(index)") { $0.annotate(input: .string(String(repeating: "x", count: 5_000))) }
                }
            }
            for _ in 0..<2 { await client.flush() }
            #expect(transport.acceptedNames == (0..<8).map { "t\($0)" }, "\(failure)")
        }
    }

    /// It took the request, and that is where it ends.
    @Test func theLogSaysThatTheAgentIsSilent() async throws {
        let log = RecordedLog()
        let server = try LoopbackHTTPServer { _ in .hang }
        let bed = try TestBed()
        let agent = AgentClient(
            address: .http(url: server.url),
            transport: bed.transport,
            requestTimeout: .milliseconds(50)
        )
        let intake = LLMObsIntake(configuration: .test(), agent: agent, transport: bed.transport)
        let client = LLMObsClient(
            configuration: .test(),
            tracer: bed.capture.tracer,
            intake: intake,
            logger: log.logger
        )
        LLMObs.withClient(client) { FeatureScenarios.batch(bed, 1) }
        await client.flush()
        let warning = try #require(log.lines.first)
        #expect(warning.metadata["llmobs.reason"] == "agent_silent")
        #expect(warning.metadata["llmobs.hint"]?.description.contains("nobody") == false)
        #expect(warning.metadata["llmobs.hint"]?.description.contains(server.url) == true)
        server.stop()
        await bed.stop()
    }

    /// Who is told to do without an agent is not sent to one.
    @Test func theLogSaysThatTheKeyIsMissing() async throws {
        let log = RecordedLog()
        try await withTestBed(configuration: .test { $0.exportMode = .agentless }, logger: log.logger) { bed in
            await bed.run { FeatureScenarios.batch($0, 1) }
            let hint = log.lines.first?.metadata["llmobs.hint"]?.description ?? ""
            #expect(hint.contains("DD_API_KEY") && hint.contains("DD_LLMOBS_AGENTLESS_ENABLED"))
            #expect(!hint.contains("evp_proxy"))
        }
    }

    /// The end of the time is no word about the agent: what is asked then gets no answer from anyone.
    @Test func theEndIsNotTheAgentsFault() async throws {
        let log = RecordedLog()
        let hasAnswered = Atomic<Bool>(false)
        let server = try LoopbackHTTPServer { _ in
            let isFirst = !hasAnswered.exchange(true, ordering: .relaxed)
            return isFirst ? ScriptedHTTPResponse(text: #"{"endpoints":["/evp_proxy/v2/"]}"#) : .hang
        }
        let configuration = LLMObsConfiguration.test { configuration in
            configuration.limits.flushInterval = .milliseconds(10)
            configuration.limits.requestTimeout = .milliseconds(20)
            configuration.limits.maximumTries = .max
            configuration.limits.shutdownTimeout = .milliseconds(200)
        }
        let bed = try TestBed()
        let agent = AgentClient(address: .http(url: server.url), transport: bed.transport, requestTimeout: .seconds(60))
        let intake = LLMObsIntake(configuration: configuration, agent: agent, transport: nil) { _ in .zero }
        let client = LLMObsClient(
            configuration: configuration,
            tracer: bed.capture.tracer,
            intake: intake,
            logger: log.logger
        )
        LLMObs.withClient(client) { FeatureScenarios.batch(bed, 1) }
        let service = Task { try await client.run() }
        await server.waitForRequests(3)
        LLMObs.withClient(client) { FeatureScenarios.batch(bed, 1) }
        service.cancel()
        try await service.value
        #expect(log.lines.allSatisfy { $0.metadata["llmobs.reason"]?.description.hasPrefix("agent") != true })
        #expect(client.statistics.snapshot.spans.dropped.values.reduce(0, +) == 2)
        server.stop()
        await bed.stop()
    }

    /// Evaluations have an intake of their own, which may well answer while that of spans does not.
    @Test(.timeLimit(.minutes(10))) func anIntakeThatStallsHoldsUpNoOther() async throws {
        let configuration = LLMObsConfiguration.test { configuration in
            configuration.limits.flushInterval = .milliseconds(10)
            configuration.limits.shutdownTimeout = .seconds(3)
            configuration.limits.requestTimeout = .seconds(3600)
        }
        let answer: @Sendable (RecordedHTTPRequest) -> ScriptedHTTPResponse = { request in
            request.path.hasSuffix("/eval-metric") ? ScriptedHTTPResponse(status: 202, text: "{}") : .hang
        }
        try await withTestBed(answer: answer, configuration: configuration) { bed in
            let span = LLMObs.ExportedSpan(spanID: "1", traceID: "00000000000000000000000000000002")
            LLMObs.withClient(bed.client) { FeatureScenarios.batch(bed, 1) }
            let service = Task { try await bed.client.run() }
            // The agent's own word, and the spans that it does not answer.
            await bed.server.waitForRequests(2)
            try bed.client.submit(LLMObs.Evaluation("late", .score(1), of: .span(span)))
            await bed.server.waitForRequests(3)
            service.cancel()
            try await service.value
            let counts = bed.client.statistics.snapshot
            #expect(counts.evaluations.sent == 1 && counts.evaluations.dropped.isEmpty)
            #expect(counts.spans.dropped == [.shutdown: 1])
        }
    }
}
