// SPDX-License-Identifier: Apache-2.0

import JSON
import TestSupport
import TestTraits
import Testing

/// Other services, in other languages, with nothing of ours but the envelopes.
@Suite(.limitedParallelism, .enabled(if: RedisServer.isInstalled, "needs redis-server"))
struct ProducerTests {
    @Test(.enabled(if: PythonScript.isInstalled, Comment(rawValue: PythonScript.hint)))
    func pythonEnqueuesReadsAndContinuesTheTrace() async throws {
        try await Installation.with { installation in
            let sheet = try await Sheet.pdf
            let model = try await installation.localModel()
            let worker = try installation.worker(
                asking: model.url,
                environment: [
                    "DD_TRACE_ENABLED": "true", "DD_TRACE_AGENT_URL": "file://\(installation.folder.path)/spans",
                ]
            )
            let path = try installation.file("sheet.pdf", sheet.bytes)
            let answers = try await runPython(
                on: installation,
                [
                    job("inline", [["name": "sheet.pdf", "data": .string(sheet.bytes.base64)]]),
                    job("plain-list", [.string("file://\(path)")]),
                ]
            )
            for id in ["inline", "plain-list"] {
                let answer = try #require(answers[id], "\(answers.text)")
                try expectContinued(answer)
                try expectResult(try #require(answer["result"]), of: sheet, id: id)
            }
            try await installation.expectIdle()
            #expect(try await worker.stop() == 0)
            #expect(try await model.program.stop() == 0)
        }
    }

    /// Both sides tell the same agent, which checks what each sends.
    @Test(.enabled(if: DatadogTestAgent.isInstalled, Comment(rawValue: DatadogTestAgent.hint)))
    func producerWorkerAndConsumerAreOneTree() async throws {
        let sheet = try await Sheet.pdf
        try await withDatadogTestAgent { agent in
            try await withScriptedModel(sheet) { model in
                try await Installation.with { installation in
                    let worker = try installation.worker(
                        asking: model.url,
                        environment: [
                            "DD_TRACE_ENABLED": "true", "DD_TRACE_AGENT_URL": agent.url, "DD_SERVICE": "vote-extractor",
                        ]
                    )
                    let file: JSONValue = ["name": "sheet.pdf", "data": .string(sheet.bytes.base64)]
                    let answers = try await runPython(on: installation, [job("traced", [file])], agent: agent.url)
                    let answer = try #require(answers["traced"], "\(answers.text)")
                    #expect(answer["result"]?["status"] == "succeeded", "\(answer.text)")
                    // Ending the worker sends what it still holds.
                    #expect(try await worker.stop() == 0)
                    try await expectOneTree(at: agent, answer["trace_id"]?.stringValue ?? "")
                }
            }
        }
    }

    private func expectOneTree(at agent: DatadogTestAgent, _ traceID: String) async throws {
        let order: JSONValue = ["url": .string(agent.url)]
        let text = try await PythonScript("agent_traces.py").run(input: order.serialized())
        let chunks = try JSONValue(parsing: text).arrayValue ?? []
        let spans = chunks.flatMap { $0.arrayValue ?? [] }
        #expect(Set(spans.map { $0["trace_id"] }) == [.string(String(traceID.suffix(16)))], "\(text.prefix(4000))")
        // The upper half stands on the first span of each piece that is sent.
        let upper = Set(spans.compactMap { $0["meta"]?["_dd.p.tid"]?.stringValue })
        #expect(upper == [String(traceID.prefix(16))])
        func only(_ name: String) throws -> JSONValue {
            let found = spans.filter { $0["name"] == .string(name) }
            #expect(found.count == 1, "\(name)")
            return try #require(found.first)
        }
        let producer = try only("python.producer")
        let job = try only("extraction.job")
        #expect(producer["parent_id"] == "0000000000000000" && job["parent_id"] == producer["span_id"])
        #expect(try only("python.consumer")["parent_id"] == job["span_id"])
        // What is between: everything hangs on the job.
        let ids = Set(spans.map { $0["span_id"] })
        let orphans = spans.filter { $0 != producer && !ids.contains($0["parent_id"]) }
        #expect(orphans.isEmpty && spans.contains { $0["name"] == "llm.call" }, "\(orphans)")
        #expect(Set(spans.compactMap { $0["service"]?.stringValue }) == ["python", "vote-extractor"])
    }

    @Test(.enabled(if: Executable.path(of: "redis-cli") != nil, "needs redis-cli"))
    func redisCLIEnqueues() async throws {
        let sheet = try await Sheet.pdf
        try await withScriptedModel(sheet) { model in
            try await Installation.with { installation in
                let worker = try installation.worker(asking: model.url)
                let path = try installation.file("sheet.pdf", sheet.bytes)
                let log = installation.folder.path + "/redis-cli"
                let client = try ChildProcess(
                    "redis-cli",
                    arguments: [
                        "-s", installation.server.socketPath, "LPUSH", "{vote-extraction}:jobs",
                        #"{"id": "by-hand", "payload": {"files": ["file://\#(path)"]}}"#,
                    ],
                    outputPath: log
                )
                await client.waitUntilEnded()
                #expect(client.exitCode == 0)
                let result = try await installation.nextResult()
                #expect(result["job_id"] == "by-hand" && result["status"] == "succeeded", "\(result.text)")
                #expect(result["reports"] == sheet.reports)
                #expect(try await worker.stop() == 0)
            }
        }
    }

    private func job(_ id: String, _ files: [JSONValue]) -> JSONValue {
        [
            "id": .string(id), "payload": ["files": .array(files)], "tags": ["province": "Franklin"],
            "user": ["id": "u-1", "role": "officer"],
        ]
    }

    /// With an agent, the results are consumed within spans, too.
    private func runPython(
        on installation: Installation,
        _ jobs: [JSONValue],
        agent: String? = nil
    ) async throws -> JSONValue {
        let script = PythonScript(
            "queue_producer.py",
            environment: [
                "DD_TRACE_AGENT_URL": agent ?? "http://127.0.0.1:1", "DD_INSTRUMENTATION_TELEMETRY_ENABLED": "false",
                "DD_REMOTE_CONFIGURATION_ENABLED": "false", "DD_TRACE_LOG_LEVEL": "CRITICAL",
            ]
        )
        let order: JSONValue = [
            "socket": .string(installation.server.socketPath), "jobs": .array(jobs), "consumes": .bool(agent != nil),
        ]
        let output = try await script.run(input: order.serialized())
        do {
            return try JSONValue(parsing: output)
        } catch {
            throw TestSupportError(output)
        }
    }

    private func expectContinued(_ answer: JSONValue) throws {
        let trace = try #require(answer["result"]?["trace"])
        #expect(trace["trace_id"] == answer["trace_id"])
        #expect(trace["span_id"] != answer["span_id"])
        #expect(answer["continued_trace_id"] == answer["trace_id"])
        #expect(answer["continued_span_id"] == trace["span_id"])
    }

    /// The members that other services may rely on.
    private func expectResult(_ result: JSONValue, of sheet: Sheet, id: String) throws {
        #expect(result["version"] == 1 && result["job_id"] == .string(id) && result["type"] == "vote_extraction")
        #expect(result["status"] == "succeeded", "\(result.text)")
        #expect(sheet.hasSameNumbers(as: result["reports"]))
        #expect(result["validation"]?["checks"]?.arrayValue?.isEmpty == false)
        #expect(result["validation"]?["score"]?.doubleValue == 1)
        #expect(result["model"]?["requested"] == "local-model" && result["model"]?["used"] == "local-model")
        #expect(result["model"]?["fallback_used"] == false && result["model"]?["provider"] == "local")
        for name in ["id", "version", "sha256"] { #expect(result["prompt"]?[name]?.stringValue != nil, "\(name)") }
        #expect(result["usage"]?["calls"] == 1)
        #expect(result["attempts"]?.arrayValue?.count == 1 && result["pages"] == 1)
        #expect(result["input_sha256"]?.stringValue?.count == 64)
        for name in ["queued", "fetch", "preprocess", "model", "parse", "validate", "total"] {
            #expect(result["timings_ms"]?[name]?.intValue != nil, "\(name)")
        }
        #expect(result["delivery"]?.intValue != nil && result["worker"]?.stringValue?.isEmpty == false)
        #expect(result["finished_at"]?.stringValue?.hasSuffix("Z") == true)
        #expect(result["tags"] == ["province": "Franklin"])
        #expect(result["error"] == nil)
    }
}
