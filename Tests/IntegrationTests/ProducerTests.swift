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

    private func runPython(on installation: Installation, _ jobs: [JSONValue]) async throws -> JSONValue {
        let script = PythonScript(
            "queue_producer.py",
            environment: [
                "DD_TRACE_AGENT_URL": "http://127.0.0.1:1", "DD_INSTRUMENTATION_TELEMETRY_ENABLED": "false",
                "DD_REMOTE_CONFIGURATION_ENABLED": "false", "DD_TRACE_LOG_LEVEL": "CRITICAL",
            ]
        )
        let order: JSONValue = ["socket": .string(installation.server.socketPath), "jobs": .array(jobs)]
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
