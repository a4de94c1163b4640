// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import DatadogTracing
import DatadogTracingTestKit
import JSON
import LLMExperiments
import TestSupport
import Testing

@testable import LLMObservability

/// Datasets and experiments on the platform, field by field as ddtrace sends them.
@Suite(.enabled(if: Captures.arePresent, Captures.hint)) struct ExperimentCaptureTests {
    /// With keys, or through the agent.
    private enum Way {
        case keys
        case agent
    }

    private static let version = Deliberate("tags/ddtrace.version", "the version of this library")
    private static let stack = Deliberate("error/stack", "Swift has no traceback")
    private static let runID = Deliberate("tags/run_id", "made anew for each run")
    private static let order = Deliberate("attributes/error", "the same errors: ddtrace has them in the order of a set")
    /// Each record is a trace of its own with ddtrace, unless the caller puts a span around.
    private static let run = ["trace_id", "apm_trace_id"].map {
        Deliberate("task (2)/_dd/\($0)", "the run has a span of its own, below which its records are")
    }
    private static let runOfModel = ["trace_id", "apm_trace_id"].map {
        Deliberate("extract (2)/_dd/\($0)", "the same")
    }

    private func withBed<Value>(
        _ name: String,
        _ way: Way,
        tracing: [String: String] = [:],
        spans: LLMObsExportMode? = nil,
        _ body: (TestBed, PlatformRecording, ExperimentPlatform) async throws -> Value
    ) async throws -> Value {
        let recording = try PlatformRecording(name)
        let configuration = LLMObsConfiguration.test { configuration in
            configuration.exportMode = spans ?? (way == .keys ? .agentless : .agent)
            configuration.apiKey = way == .keys ? "not-a-key" : nil
        }
        return try await withTestBed(
            tracing: tracing,
            answer: recording.answer(to:),
            configuration: configuration
        ) { bed in
            try await body(bed, recording, try platform(bed, way))
        }
    }

    private func platform(_ bed: TestBed, _ way: Way) throws -> ExperimentPlatform {
        var configuration = PlatformConfiguration()
        configuration.projectName = "vote-project"
        configuration.overrideOrigin = bed.server.url
        if way == .keys { (configuration.apiKey, configuration.appKey) = ("not-a-key", "not-an-app-key") }
        return try ExperimentPlatform(
            configuration: configuration,
            agent: AgentClient(address: .http(url: bed.server.url), transport: bed.transport),
            transport: bed.transport,
            retryDelay: { _ in .zero }
        )
    }

    /// Creates the dataset, runs the experiment, and compares the requests.
    private func run(
        _ scenario: ExperimentScenario,
        on bed: TestBed,
        _ platform: ExperimentPlatform,
        sampleSize: Int?,
        except deliberate: [Deliberate] = []
    ) async throws -> ExperimentRun {
        let run = try await bed.run { _ in
            var dataset = try scenario.dataset()
            try await platform.create(&dataset)
            var options = RunOptions()
            options.selection = .first
            options.platform = platform
            return try await scenario.experiment(dataset).run(sampleSize: sampleSize, options: options)
        }
        #expect(run.mirrorFailures == 0 && run.platformExperimentID == "33333333-3333-4333-8333-333333333333")
        let ours = try PlatformTable(bed.server.requests)
        expectSame(ours.rows, scenario.recording.table.rows, except: [Self.version] + deliberate)
        return run
    }

    @Test(arguments: ["agentless", "evp_proxy"]) func aRun(mode: String) async throws {
        let name = "experiments_run__\(mode)"
        try await withBed(name, mode == "agentless" ? .keys : .agent) { bed, recording, platform in
            let run = try await run(ExperimentScenario(recording: recording), on: bed, platform, sampleSize: 2)
            #expect(run.summaryEvaluations["accuracy"]?.judgement?.value == .score(0.5))
            let tag = JSONValue.string("run_id:\(run.id)")
            #expect(try bed.spanEvents().allSatisfy { $0["tags"]?.arrayValue?.contains(tag) == true })
            try expectSameSpans(bed, name, except: Self.run + Self.runOfModel)
            try expectMetricsToBelongToSpans(bed)
        }
    }

    @Test func errors() async throws {
        let name = "experiments_error__agentless"
        try await withBed(name, .keys) { bed, recording, platform in
            let scenario = ExperimentScenario(recording: recording, hasErrors: true)
            let run = try await run(scenario, on: bed, platform, sampleSize: nil, except: [Self.stack, Self.order])
            #expect(run.failedRecords == 1 && run.hasErrors)
            let end = try JSONValue(parsing: try #require(bed.server.requests.last { $0.method == "PATCH" }).body)
            #expect(
                end["data"]?["attributes"]?["error"]
                    == "broken (ValueError): evaluator bug; builtins.RuntimeError: model down"
            )
            let third = ["trace_id", "apm_trace_id"].flatMap {
                [Deliberate("task (3)/_dd/\($0)", "the same"), Deliberate("extract (3)/_dd/\($0)", "the same")]
            }
            try expectSameSpans(bed, name, except: Self.run + Self.runOfModel + third + [.stack])
        }
    }

    @Test func belowASpan() async throws {
        let name = "experiments_outer_span__evp_proxy"
        try await withBed(name, .agent, tracing: ["DD_SERVICE": "vote-extractor"]) { bed, recording, platform in
            _ = try await run(ExperimentScenario(recording: recording), on: bed, platform, sampleSize: 2)
            try expectSameSpans(bed, name, except: [])
        }
    }

    @Test func belowASpanInTheTrace() async throws {
        let name = "experiments_outer_span__apm_agent"
        try await withBed(
            name,
            .agent,
            tracing: ["DD_SERVICE": "vote-extractor"],
            spans: .apmSpans
        ) { bed, recording, platform in
            _ = try await run(ExperimentScenario(recording: recording), on: bed, platform, sampleSize: 2)
            let ours = try bed.capture.popSpans().map { try TracerSpanCaptureTests.ours($0.finished) }
            expectSame(ours, try Captures.spans(name).map(TracerSpanCaptureTests.theirs), except: [Self.runID])
        }
    }

    @Test func changesOfADataset() async throws {
        try await withBed("experiments_pull__agentless", .keys) { bed, recording, platform in
            var dataset = try ExperimentScenario(recording: recording).dataset()
            try await platform.create(&dataset)
            #expect(dataset.remote?.version == 1)
            let ids = recording.insertedIDs
            try dataset.append(DatasetRecord(id: ids[3], input: ["form": "d"], expectedOutput: 4))
            try dataset.update(ids[0], expectedOutput: ["votes": 11])
            try dataset.remove(ids[1])
            try await platform.push(&dataset)
            #expect(dataset.remote?.version == 2 && dataset.records[0].canonicalID == ids[0])
            try await platform.push(&dataset)
            let pulled = try await platform.dataset(named: "forms")
            #expect(pulled.remote?.version == 2 && pulled.records.count == 5)
            #expect(pulled.records[2].expectedOutput == "three" && pulled.records[0].tags == ["region:eu"])
            expectSame(try PlatformTable(bed.server.requests).rows, recording.table.rows, except: [])
        }
    }

    private func expectSameSpans(_ bed: TestBed, _ name: String, except deliberate: [Deliberate]) throws {
        expectSame(try bed.spanEvents(), try Captures.spanEvents(name), except: [Self.runID] + deliberate)
        let scopes = try bed.spanEnvelopes().map { $0["_dd.scope"] }
        #expect(scopes.allSatisfy { $0 == "experiments" })
        #expect(try Captures.spanEnvelopes(name).allSatisfy { $0["_dd.scope"] == "experiments" })
    }

    private func expectMetricsToBelongToSpans(_ bed: TestBed) throws {
        let metrics = try bed.server.requests.filter { $0.path.hasSuffix("/events") }
            .flatMap { try JSONValue(parsing: $0.body)["data"]?["attributes"]?["metrics"]?.arrayValue ?? [] }
        let tasks = try bed.spanEvents().filter { $0["name"] == "task" }
        for metric in metrics where metric["metric_source"] == "custom" {
            let span = tasks.first { $0["span_id"] == metric["span_id"] && $0["trace_id"] == metric["trace_id"] }
            let start = try #require(span?["start_ns"]?.intValue)
            #expect(metric["timestamp_ms"]?.intValue == start / 1_000_000)
        }
    }
}
