// SPDX-License-Identifier: Apache-2.0

import JSON
import RedisJobQueue
import TestSupport
import TestTraits
import Testing

/// LLM Observability of the built worker, as Datadog's checking agent gets it, and feedback that joins it.
@Suite(
    .limitedParallelism,
    .enabled(if: RedisServer.isInstalled, "needs redis-server"),
    .enabled(if: DatadogTestAgent.isInstalled, Comment(rawValue: DatadogTestAgent.hint))
)
struct LLMObservabilityTests {
    private struct Received {
        let events: [JSONValue]
        let metrics: [JSONValue]

        init(_ agent: DatadogTestAgent) async throws {
            let order: JSONValue = ["url": .string(agent.url)]
            let output = try await PythonScript("agent_llmobs.py").run(input: order.serialized())
            let json = try JSONValue(parsing: output)
            events = (json["events"]?.arrayValue ?? []).sorted {
                ($0["start_ns"]?.intValue ?? 0) < ($1["start_ns"]?.intValue ?? 0)
            }
            metrics = json["metrics"]?.arrayValue ?? []
        }

        func event(_ name: String) -> JSONValue? { events.first { $0["name"]?.stringValue == name } }
    }

    private func environment(_ agent: DatadogTestAgent, _ more: [String: String] = [:]) -> [String: String] {
        let common = [
            "DD_TRACE_ENABLED": "true", "DD_TRACE_AGENT_URL": agent.url, "DD_SERVICE": "vote-extractor",
            "DD_LLMOBS_ENABLED": "1", "DD_LLMOBS_ML_APP": "votes",
        ]
        return common.merging(more) { $1 }
    }

    /// One job to its result, after which the worker has ended and sent all it had.
    private func runJob(
        _ installation: Installation,
        _ environment: [String: String],
        faults: String = "script=status=503,ok",
        headers: JSONValue = [:]
    ) async throws -> JSONValue {
        let sheet = try await Sheet.pdf
        let model = try await installation.localModel("--fault", faults)
        let worker = try installation.worker(asking: model.url, environment: environment)
        let path = try installation.file("sheet.pdf", sheet.bytes)
        try await installation.push([
            "id": "observed", "headers": headers, "payload": ["files": [.string("file://\(path)")]],
        ])
        let bytes = try await eventually("the result") { try await installation.queue.peekResults(limit: 1).first }
        #expect(try await model.program.stop() == 0)
        #expect(try await worker.stop() == 0, "\(worker.errors)")
        return try JSONValue(parsing: bytes)
    }

    @Test func aJobAndWhatItsUserSaysOfIt() async throws {
        try await withDatadogTestAgent { agent in
            try await Installation.with { installation in
                let result = try await runJob(installation, environment(agent))
                try await expectTree(try await Received(agent), result)
                try await expectFeedback(installation, agent, result)
            }
        }
    }

    private func expectTree(_ received: Received, _ result: JSONValue) async throws {
        let kinds = received.events.map { $0["meta"]?["span"]?["kind"]?.stringValue ?? "" }
        #expect(kinds == ["workflow", "task", "tool", "llm", "tool", "llm", "task", "task"], "\(kinds)")
        let workflow = try #require(received.event("vote_extraction.workflow"))
        #expect(workflow["parent_id"] == "undefined")
        #expect(result["trace"]?["llmobs"]?["span_id"] == workflow["span_id"], "\(result.text)")
        #expect(Set(received.events.map { $0["trace_id"] }) == [workflow["trace_id"]])
        let tags = workflow["tags"]?.arrayValue ?? []
        #expect(tags.contains("ml_app:votes") && tags.contains("request.id:observed"))
        let calls = received.events.filter { $0["name"] == "llm.call" }
        #expect(calls.map { $0["status"] } == ["error", "ok"])
        #expect(calls.last?["meta"]?["input"]?["prompt"]?["id"] == "thai-ss518")
        #expect((calls.last?["metrics"]?["input_tokens"]?.intValue ?? 0) > 0)
        let validation = try #require(received.event("validate_result"))
        let labels = Set(received.metrics.compactMap { $0["label"]?.stringValue })
        #expect(labels == ["validation_passed", "validation_score", "validation_check_type"])
        #expect(received.metrics.allSatisfy { $0["join_on"]?["span"]?["span_id"] == validation["span_id"] })
        let text = JSONValue.array(received.events).text
        for name in result["reports"]?[0]?["vote_results"]?.arrayValue ?? [] {
            #expect(!text.contains(name["candidate_name"]?.stringValue ?? "-?-"))
        }
    }

    private func expectFeedback(
        _ installation: Installation,
        _ agent: DatadogTestAgent,
        _ result: JSONValue
    ) async throws {
        let span = result["trace"]?["llmobs"]?["span_id"]
        let environment = environment(agent)
        let said = try await installation.run(
            [
                "feedback", "observed", "--rating", "2", "--thumbs", "down", "--comment", "row 3", "--by", "r-4",
                "--json",
            ],
            environment: environment
        )
        #expect(said.exitCode == 0, "\(said.errors)")
        #expect(try said.lines().first?["sent"] == ["user_rating", "user_thumbs", "user_comment"])
        #expect(try await installation.queue.popResult() != nil, "feedback leaves the result where it is")
        let gone = try await installation.run(["feedback", "observed", "--thumbs", "up"], environment: environment)
        #expect(gone.exitCode == 3 && gone.errors.contains("--result"), "\(gone.errors)")
        let file = try installation.file("results.ndjson", Array((result.text + "\n").utf8))
        let again = try await installation.run(
            ["feedback", "observed", "--thumbs", "up", "--result", file],
            environment: environment
        )
        #expect(again.exitCode == 0, "\(again.errors)")
        let feedback = try await Received(agent).metrics.filter { $0["event_kind"] == "feedback" }
        #expect(feedback.count == 4 && feedback.allSatisfy { $0["span_id"] == span && $0["ml_app"] == "votes" })
        #expect(feedback.first?["score_value"] == 2 && feedback.first?["submitter"] == ["id": "r-4", "type": "user"])
        #expect(feedback.map { $0["assessment"] } == [nil, "fail", nil, "pass"])
        #expect(feedback[2]["text_value"] == "row 3")
    }

    /// Python's workflow puts a job onto the queue; the worker's is below it.
    @Test(.enabled(if: PythonScript.isInstalled, Comment(rawValue: PythonScript.hint)))
    func aWorkflowOfPythonGoesOnInTheWorker() async throws {
        let producer = try await producer()
        try await withDatadogTestAgent { agent in
            try await Installation.with { installation in
                let headers = producer["headers"] ?? [:]
                let result = try await runJob(installation, environment(agent), faults: "script=ok", headers: headers)
                let received = try await Received(agent)
                let workflow = try #require(received.event("vote_extraction.workflow"))
                #expect(workflow["parent_id"] == producer["span_id"])
                #expect(result["trace"]?["llmobs"]?["span_id"] == workflow["span_id"])
                #expect(received.events.count == 6)
                for event in received.events {
                    #expect(event["trace_id"] == producer["trace_id"] && event["session_id"] == "python-session")
                    #expect(event["_dd"]?["apm_trace_id"] == producer["apm_trace_id"])
                    #expect(event["tags"]?.arrayValue?.contains("ml_app:python-app") == true)
                }
            }
        }
    }

    /// What ddtrace says of a workflow that puts a job onto the queue.
    private func producer() async throws -> JSONValue {
        let python = PythonScript(
            "ddtrace_llmobs.py",
            environment: [
                "DD_TRACE_AGENT_URL": "http://127.0.0.1:1", "DD_INSTRUMENTATION_TELEMETRY_ENABLED": "false",
                "DD_REMOTE_CONFIGURATION_ENABLED": "false", "DD_TRACE_LOG_LEVEL": "CRITICAL",
                "DD_LLMOBS_AGENTLESS_ENABLED": "0", "DD_LLMOBS_ML_APP": "python-app",
            ]
        )
        let output = try await python.run(input: JSONValue.object(["headers": .null]).serialized())
        return try JSONValue(parsing: String(try #require(output.split(separator: "\n").last)))
    }

    @Test func whatTheOperatorNamesIsBlackedOut() async throws {
        try await withDatadogTestAgent { agent in
            try await Installation.with { installation in
                var environment = environment(agent, ["DD_LLMOBS_CAPTURE_CONTENT": "1"])
                let patterns = try installation.file("patterns", Array("# digits\n\"vote_count\": ?[0-9]+\n".utf8))
                environment["VOTE_EXTRACTOR_REDACT_FILE"] = patterns
                let result = try await runJob(installation, environment, faults: "script=ok")
                #expect(
                    result["reports"]?[0]?["vote_results"]?[0]?["vote_count"]?.intValue != nil,
                    "results stay whole"
                )
                let received = try await Received(agent)
                let answer = received.event("llm.call")?["meta"]?["output"]?["messages"]?[0]?["content"]?.stringValue
                #expect(answer?.contains("[redacted]") == true && answer?.contains("candidate_name") == true)
                #expect(answer?.contains(#/"vote_count": ?[0-9]/#) == false)
                let wrong = try installation.file("wrong", Array("ok\n(".utf8))
                let refused = try await installation.run(["worker", "--redact-file", wrong])
                #expect(refused.exitCode == 2 && refused.errors.contains("line 2"), "\(refused.errors)")
            }
        }
    }

    @Test func contentGoesOutOnlyWhenTheOperatorSaysSo() async throws {
        try await withDatadogTestAgent { agent in
            try await Installation.with { installation in
                let environment = environment(agent, ["DD_LLMOBS_CAPTURE_CONTENT": "1"])
                let result = try await runJob(installation, environment, faults: "script=ok")
                let received = try await Received(agent)
                let answer = received.event("llm.call")?["meta"]?["output"]?["messages"]?[0]?["content"]?.stringValue
                let name = try #require(result["reports"]?[0]?["vote_results"]?[0]?["candidate_name"]?.stringValue)
                #expect(answer?.contains(name) == true)
                #expect(!JSONValue.array(received.events).text.contains("image_parts"))
            }
        }
    }

    @Test func withoutItNothingIsSentAndFeedbackSaysWhy() async throws {
        try await withDatadogTestAgent { agent in
            try await Installation.with { installation in
                let result = try await runJob(installation, environment(agent, ["DD_LLMOBS_ENABLED": "0"]))
                #expect(result["trace"]?["trace_id"] != nil && result["trace"]?["llmobs"] == nil)
                let received = try await Received(agent)
                #expect(received.events.isEmpty && received.metrics.isEmpty)
                let said = try await installation.run(
                    ["feedback", "observed", "--rating", "5"],
                    environment: environment(agent)
                )
                #expect(said.exitCode == 1 && said.errors.contains("DD_LLMOBS_ENABLED"), "\(said.errors)")
            }
        }
    }

    @Test(arguments: [
        ["feedback", "x"], ["feedback", "x", "--rating", "6"], ["feedback", "x", "--thumbs", "sideways"],
        ["feedback", "x", "--comment", ""], ["feedback", "--rating", "1"],
    ])
    func wrongUse(arguments: [String]) async throws {
        try await Installation.with(redisRuns: false) { installation in
            let answer = try await installation.run(arguments)
            #expect(answer.exitCode == 2 && answer.output.isEmpty, "\(answer.errors)")
        }
    }
}
