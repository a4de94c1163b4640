// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import DatadogTracing
import DatadogTracingTestKit
import HTTPTypes
import JSON
import Logging
import Synchronization
import TestSupport
import Testing

@testable import LLMObservability

/// How events get to Datadog, and what becomes of those that do not.
@Suite struct IntakeTests {
    /// Answers with these statuses in turn, then with 202.
    private final class Script: Sendable {
        private let statuses: Mutex<[Int]>

        init(_ statuses: [Int]) { self.statuses = Mutex(statuses) }

        var answer: @Sendable (RecordedHTTPRequest) -> ScriptedHTTPResponse {
            { _ in
                let status = self.statuses.withLock { $0.isEmpty ? 202 : $0.removeFirst() }
                return ScriptedHTTPResponse(status: status, text: "{}")
            }
        }
    }

    private static let silence: @Sendable (RecordedHTTPRequest) -> ScriptedHTTPResponse = { _ in .hang }

    @Test func throughTheProxy() async throws {
        try await withTestBed { bed in
            await bed.run { FeatureScenarios.batch($0, 2) }
            let request = try #require(bed.requests.first)
            #expect(bed.requests.count == 1)
            #expect(request.method == "POST" && request.path == "/evp_proxy/v2/api/v2/llmobs")
            #expect(request.header("X-Datadog-EVP-Subdomain") == "llmobs-intake")
            #expect(request.header("Content-Type") == "application/json")
            #expect(request.header("DD-API-KEY") == nil)
            for envelope in try bed.spanEnvelopes() {
                #expect(envelope["_dd.stage"] == "raw" && envelope["event_type"] == "span")
                #expect(envelope["spans"]?.arrayValue?.count == 1)
            }
        }
    }

    @Test func agentless() async throws {
        let configuration = LLMObsConfiguration.test { configuration in
            configuration.exportMode = .agentless
            configuration.apiKey = "not-a-key"
        }
        try await withTestBed(configuration: configuration) { bed in
            await bed.run { FeatureScenarios.batch($0, 1) }
            let request = try #require(bed.requests.first)
            #expect(request.path == "/api/v2/llmobs" && request.header("DD-API-KEY") == "not-a-key")
            #expect(bed.server.requests.count == 1, "no agent is asked")
        }
    }

    @Test(arguments: [
        (#"{"endpoints":["/evp_proxy/v4/"]}"#, "/evp_proxy/v4/api/v2/llmobs"),
        (#"{"endpoints":["/evp_proxy/v2/","/evp_proxy/v4/"]}"#, "/evp_proxy/v2/api/v2/llmobs"),
        (#"{"endpoints":["/v0.4/traces"]}"#, "/api/v2/llmobs"),
        (nil, "/api/v2/llmobs"),
    ])
    func theAgentSaysWhatItCan(info: String?, path: String) async throws {
        try await withTestBed(info: info, configuration: .test { $0.apiKey = "not-a-key" }) { bed in
            await bed.run { FeatureScenarios.batch($0, 1) }
            #expect(bed.requests.map(\.path) == [path])
        }
    }

    @Test func withoutAnyWayEventsWait() async throws {
        try await withTestBed(info: nil, configuration: .test { $0.limits.maximumQueuedEvents = 3 }) { bed in
            await bed.run { FeatureScenarios.batch($0, 5) }
            let counts = bed.client.statistics.snapshot.spans
            #expect(bed.requests.isEmpty && counts.queued == 3 && counts.sent == 0)
            #expect(counts.dropped == [.queueFull: 2])
        }
    }

    @Test func serverErrorsAreTriedAgain() async throws {
        try await withTestBed(answer: Script([500, 429]).answer) { bed in
            await bed.run { FeatureScenarios.batch($0, 1) }
            #expect(bed.requests.count == 3)
            let statistics = bed.client.statistics.snapshot
            #expect(statistics.spans.sent == 1 && statistics.failedRequests == 2 && statistics.acceptedRequests == 1)
            #expect(Set(bed.requests.map(\.text)).count == 1, "each try sends the same")
        }
    }

    @Test func enoughTriesAreEnough() async throws {
        try await withTestBed(answer: Script([503, 503, 503]).answer) { bed in
            await bed.run { FeatureScenarios.batch($0, 1) }
            #expect(bed.requests.count == 3)
            #expect(bed.client.statistics.snapshot.spans.dropped == [.sendFailed: 1])
        }
    }

    @Test(arguments: [400, 403, 404]) func refusalsAreFinal(status: Int) async throws {
        try await withTestBed(answer: Script([status]).answer) { bed in
            await bed.run { FeatureScenarios.batch($0, 2) }
            #expect(bed.requests.count == 1)
            #expect(bed.client.statistics.snapshot.spans.dropped == [.refused: 2])
        }
    }

    /// As often as ddtrace asked, and with the same event each time.
    @Test(
        .enabled(if: Captures.arePresent, Captures.hint),
        arguments: [("llmobs_intake_400_no_retry", [400]), ("llmobs_intake_500_retry", [500, 500])]
    )
    func refusalsAreMetAsDdtraceDoes(recording: String, statuses: [Int]) async throws {
        try await withTestBed(answer: Script(statuses).answer) { bed in
            await bed.run { FeatureScenarios.batch($0, 1) }
            let theirs = try Captures.bodies("\(recording)__evp_proxy", path: "/api/v2/llmobs")
            #expect(bed.requests.count == theirs.count)
            for (request, theirs) in zip(bed.requests, theirs) {
                expectSame(Self.events(in: try JSONValue(parsing: request.body)), Self.events(in: theirs))
            }
        }
    }

    private static func events(in body: JSONValue) -> [JSONValue] {
        (body.arrayValue ?? []).flatMap { $0["spans"]?.arrayValue ?? [] }
    }

    @Test func whatDidNotGoOutWaits() async throws {
        let bed = try TestBed(configuration: .test { $0.exportMode = .agent })
        bed.server.stop()
        await bed.run { FeatureScenarios.batch($0, 2) }
        let counts = bed.client.statistics.snapshot.spans
        #expect(counts.queued == 2 && counts.sent == 0 && counts.dropped.isEmpty)
        await bed.stop()
    }

    @Test(.enabled(if: Captures.arePresent, Captures.hint)) func largeBatchesAreSplit() async throws {
        try await withTestBed { bed in
            await bed.run { FeatureScenarios.batch($0, 4, padding: 2_000_000) }
            let ours = try bed.requests.map { try JSONValue(parsing: $0.body).arrayValue?.count }
            let theirs = try Captures.bodies("llmobs_payload_split__evp_proxy", path: "/api/v2/llmobs")
            #expect(ours == theirs.map { $0.arrayValue?.count } && ours == [2, 2])
            for request in bed.requests { #expect(request.body.count <= 5 * 1024 * 1024) }
        }
    }

    /// What the estimate takes for small enough can be too large as JSON.
    @Test func escapesCount() async throws {
        try await withTestBed(configuration: .test { $0.limits.maximumEventBytes = 20_000 }) { bed in
            await bed.run { _ in
                LLMObs.task("escapes") { span in
                    span.annotate(input: .string(String(repeating: "\u{1}", count: 15_000)))
                    span.annotate(metadata: ["kept": true])
                }
                LLMObs.task("metadata") { span in
                    span.annotate(metadata: ["text": .string(String(repeating: "\u{1}", count: 15_000))])
                }
            }
            let event = try #require(try bed.spanEvents().first)
            #expect(try bed.spanEvents().count == 1)
            #expect(event["collection_errors"] == ["dropped_io"] && event["meta"]?["metadata"]?["kept"] == true)
            #expect(event["meta"]?["input"]?["value"]?.stringValue == SpanEvent.dropped)
            #expect(bed.client.statistics.snapshot.spans.dropped == [.tooLarge: 1])
        }
    }

    @Test func queuedBytesAreBounded() async throws {
        try await withTestBed(configuration: .test { $0.limits.maximumQueuedBytes = 10_000 }) { bed in
            await bed.run { FeatureScenarios.batch($0, 10, padding: 3_000) }
            let counts = bed.client.statistics.snapshot.spans
            #expect(counts.sent == counts.queued && counts.sent > 0)
            #expect(counts.sent + (counts.dropped[.queueFull] ?? 0) == 10)
            #expect(counts.sent < 4)
        }
    }

    @Test func openSpansAreBounded() async throws {
        try await withTestBed(configuration: .test { $0.limits.maximumOpenSpans = 2 }) { bed in
            await bed.run { _ in
                for _ in 0..<2 {
                    LLMObs.workflow("one") { _ in
                        LLMObs.task("two") { _ in LLMObs.task("three") { #expect($0.exported == nil) } }
                    }
                }
            }
            let counts = bed.client.statistics.snapshot.spans
            #expect(counts.sent == 4 && counts.dropped == [.tooManyOpenSpans: 2])
            #expect(bed.capture.popSpans().count == 6, "the tracer's spans are made all the same")
        }
    }

    @Test func theServiceSendsWhatIsLeftAndStops() async throws {
        let configuration = LLMObsConfiguration.test { configuration in
            configuration.limits.flushInterval = .seconds(3600)
            configuration.limits.shutdownTimeout = .seconds(3600)
        }
        try await withTestBed(configuration: configuration) { bed in
            let service = Task { try await bed.client.run() }
            LLMObs.withClient(bed.client) { FeatureScenarios.batch(bed, 3) }
            service.cancel()
            try await service.value
            #expect(bed.client.statistics.snapshot.spans.sent == 3)
        }
    }

    @Test func shutdownIsBounded() async throws {
        let configuration = LLMObsConfiguration.test { configuration in
            configuration.limits.shutdownTimeout = .milliseconds(10)
            configuration.limits.requestTimeout = .seconds(3600)
        }
        try await withTestBed(answer: Self.silence, configuration: configuration) { bed in
            LLMObs.withClient(bed.client) { FeatureScenarios.batch(bed, 3) }
            let service = Task { try await bed.client.run() }
            service.cancel()
            try await service.value
            let counts = bed.client.statistics.snapshot.spans
            #expect(counts.sent == 0 && counts.dropped == [.shutdown: 3])
        }
    }

    /// What was under way when the time was over may have arrived: it is not sent again, and counted once.
    @Test func aStopDuringASendingSendsNothingTwice() async throws {
        let configuration = LLMObsConfiguration.test { configuration in
            configuration.exportMode = .agent
            configuration.limits.flushInterval = .milliseconds(10)
            configuration.limits.shutdownTimeout = .milliseconds(50)
            configuration.limits.requestTimeout = .seconds(3600)
        }
        let log = RecordedLog()
        try await withTestBed(answer: Self.silence, configuration: configuration, logger: log.logger) { bed in
            LLMObs.withClient(bed.client) { FeatureScenarios.batch(bed, 3) }
            let service = Task { try await bed.client.run() }
            await bed.server.waitForRequests(1)
            service.cancel()
            try await service.value
            #expect(bed.requests.count == 1)
            #expect(bed.client.statistics.snapshot.spans.dropped == [.shutdown: 3])
            let last = try #require(log.lines.last)
            #expect(last.level == .warning && last.metadata["llmobs.spans"] == "3")
        }
    }

    @Test(arguments: [(403, "DD_API_KEY"), (404, "endpoint"), (500, nil)] as [(Int, String?)])
    func theLogSaysWhyNothingGetsThrough(status: Int, hint: String?) async throws {
        let log = RecordedLog()
        try await withTestBed(answer: Script([status, status, status]).answer, logger: log.logger) { bed in
            await bed.run { FeatureScenarios.batch($0, 1) }
            let warning = try #require(log.lines.first)
            #expect(log.lines.count == 1 && warning.level == .warning)
            #expect(warning.metadata["llmobs.reason"] == "\(status)")
            #expect(warning.metadata["llmobs.address"]?.description.contains(bed.server.url) == true)
            #expect(warning.metadata["llmobs.hint"].map { hint.map($0.description.contains) == true } ?? (hint == nil))
        }
    }

    @Test func theLogSaysThatThereIsNoWay() async throws {
        let log = RecordedLog()
        try await withTestBed(info: nil, logger: log.logger) { bed in
            await bed.run { FeatureScenarios.batch($0, 1) }
            #expect(log.lines.map { $0.metadata["llmobs.reason"] } == ["no_way"])
        }
    }

    @Test func theLogSaysThatTheAgentIsAway() async throws {
        let log = RecordedLog()
        let bed = try TestBed(logger: log.logger)
        bed.server.stop()
        await bed.run { FeatureScenarios.batch($0, 1) }
        let warning = try #require(log.lines.first)
        #expect(warning.metadata["llmobs.reason"] == "agent_away")
        #expect(warning.metadata["llmobs.hint"]?.description.contains(bed.server.url) == true)
        await bed.stop()
    }

    /// Where requests are refused and accepted in turn, nobody wants to read of each.
    @Test func theLogIsNotFilled() async throws {
        let log = RecordedLog()
        try await withTestBed(answer: Script([403, 202, 403, 202, 403, 202]).answer, logger: log.logger) { bed in
            for _ in 0..<6 { await bed.run { FeatureScenarios.batch($0, 1) } }
            #expect(log.lines.map(\.level) == [.warning, .notice])
        }
    }

    /// Somebody on the way takes less than the limits allow.
    @Test func whatIsTooLongIsSentInShorterRequests() async throws {
        let answer: @Sendable (RecordedHTTPRequest) -> ScriptedHTTPResponse = { request in
            ScriptedHTTPResponse(status: request.body.count > 20_000 ? 413 : 202, text: "{}")
        }
        try await withTestBed(answer: answer) { bed in
            await bed.run { FeatureScenarios.batch($0, 8, padding: 5_000) }
            let counts = bed.client.statistics.snapshot.spans
            #expect(counts.sent == 8 && counts.dropped.isEmpty)
            await bed.run { FeatureScenarios.batch($0, 1, padding: 30_000) }
            #expect(bed.client.statistics.snapshot.spans.dropped == [.tooLarge: 1])
        }
    }

    @Test func requestsAreNeverLongerThanTheLimit() async throws {
        let configuration = LLMObsConfiguration.test { configuration in
            configuration.limits.maximumPayloadBytes = 8_000
            configuration.limits.maximumEventBytes = 5_000_000
        }
        try await withTestBed(configuration: configuration) { bed in
            await bed.run { bed in
                for padding in 0..<40 { FeatureScenarios.batch(bed, 1, padding: 6_000 + 40 * padding) }
            }
            #expect(bed.client.statistics.snapshot.spans.sent == 40)
            #expect(bed.requests.allSatisfy { $0.body.count <= 8_000 })
        }
    }

    /// As in ddtrace the override counts in both modes: the agent's path, at another host.
    @Test func theOriginCanBeAnotherThanTheAgents() async throws {
        try await withTestBed(configuration: .test { $0.exportMode = .agent }) { elsewhere in
            let agentServer = try LoopbackHTTPServer { _ in ScriptedHTTPResponse(text: "{}") }
            let agent = AgentClient(address: .http(url: agentServer.url), transport: elsewhere.transport)
            let intake = LLMObsIntake(
                configuration: elsewhere.client.configuration,
                agent: agent,
                transport: elsewhere.transport
            )
            let route = try #require(await intake.route())
            let outcome = await intake.send([0x5b, 0x5d], to: SpanEvent.endpoint, via: route, LLMObsStatistics())
            #expect(outcome == .accepted)
            let request = try #require(elsewhere.requests.first)
            #expect(request.path == "/evp_proxy/v2/api/v2/llmobs" && request.header("DD-API-KEY") == nil)
            #expect(request.header("X-Datadog-EVP-Subdomain") == "llmobs-intake")
            #expect(intake.address(of: SpanEvent.endpoint, via: route) == elsewhere.server.url)
            #expect(agentServer.requests.isEmpty)
            agentServer.stop()
        }
    }

    /// An agent that was there once and is gone does not stand in the way.
    @Test func withAKeyAnAgentThatIsGoneIsLeftOut() async throws {
        let datadog = try TestBed(configuration: .test { $0.apiKey = "not-a-key" })
        let agentServer = try LoopbackHTTPServer { _ in ScriptedHTTPResponse(text: #"{"endpoints":["/evp_proxy/v2/"]}"#)
        }
        let agent = AgentClient(address: .http(url: agentServer.url), transport: datadog.transport)
        let intake = LLMObsIntake(
            configuration: datadog.client.configuration,
            agent: agent,
            transport: datadog.transport
        )
        let isAgent = { (route: LLMObsIntake.Route?) in if case .agent = route { true } else { false } }
        #expect(isAgent(await intake.route()))
        agentServer.stop()
        _ = try? await agent.send(.post, "/evp_proxy/v2/x")
        #expect(!isAgent(await intake.route()))
        await datadog.stop()
    }

    @Test func aFlushHasItsTimeAndCanBeCancelled() async throws {
        let configuration = LLMObsConfiguration.test { $0.limits.requestTimeout = .seconds(3600) }
        try await withTestBed(answer: Self.silence, configuration: configuration) { bed in
            LLMObs.withClient(bed.client) { FeatureScenarios.batch(bed, 1) }
            await bed.client.flush(timeout: .milliseconds(1))
            let cancelled = Task { await bed.client.flush(timeout: .seconds(3600)) }
            cancelled.cancel()
            await cancelled.value
            #expect(bed.client.statistics.snapshot.spans.sent == 0)
        }
    }

    @Test func fullBatchesDoNotWait() async throws {
        let configuration = LLMObsConfiguration.test { configuration in
            configuration.limits.flushInterval = .seconds(3600)
            configuration.limits.shutdownTimeout = .seconds(3600)
            configuration.limits.maximumPayloadBytes = 10_000
        }
        try await withTestBed(configuration: configuration) { bed in
            let service = Task { try await bed.client.run() }
            LLMObs.withClient(bed.client) { FeatureScenarios.batch(bed, 4, padding: 5_000) }
            await bed.server.waitForRequests(2)
            service.cancel()
            try await service.value
            #expect(bed.client.statistics.snapshot.spans.sent == 4)
        }
    }
}
