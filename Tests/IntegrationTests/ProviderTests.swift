// SPDX-License-Identifier: Apache-2.0

import CryptoExtras
import JSON
import RedisJobQueue
import TestSupport
import TestTraits
import Testing

/// The providers as the built program finds and asks them.
@Suite(.limitedParallelism, .enabled(if: RedisServer.isInstalled, "needs redis-server"))
struct ProviderTests {
    private func json(_ body: JSONValue, status: Int = 200) -> ScriptedHTTPResponse {
        ScriptedHTTPResponse(status: status, headers: [("Content-Type", "application/json")], body: body.serialized())
    }

    @Test(
        "A qualified model behind OpenAI's protocol fails, Claude answers, and both cost what the operator's list says"
    )
    func openAIThenAnthropic() async throws {
        let sheet = try await Sheet.pdf
        let openAI = try LoopbackHTTPServer { _ in
            json(["error": ["code": "model_not_found", "message": "m"]], status: 404)
        }
        let claude = try LoopbackHTTPServer { _ in
            json([
                "id": "msg_1", "model": "claude-test", "stop_reason": "end_turn",
                "content": [["type": "text", "text": .string(sheet.reports.text)]],
                "usage": ["input_tokens": 1000, "output_tokens": 500],
            ])
        }
        defer {
            openAI.stop()
            claude.stop()
        }
        try await Installation.with { installation in
            let prices = #"{"format":1,"currency":"USD","models":{"claude-test":{"input":"3.00","output":"15.00"}}}"#
            let worker = try installation.start(
                [
                    "worker", "--model", "openai:org/vl-7b", "--fallback-model", "anthropic:claude-test", "--file-root",
                    installation.folder.path, "--prices", try installation.file("prices.json", Array(prices.utf8)),
                ],
                environment: [
                    "OPENAI_BASE_URL": openAI.url + "/v1", "OPENAI_API_KEY": "key-1",
                    "ANTHROPIC_BASE_URL": claude.url, "ANTHROPIC_API_KEY": "key-2",
                ]
            )
            let path = try installation.file("sheet.pdf", sheet.bytes)
            try await installation.push(["id": "a", "payload": ["files": [.string("file://\(path)")]]])
            let result = try await installation.nextResult()
            #expect(result["model"]?["requested"] == "openai:org/vl-7b", "\(result.text)")
            #expect(result["model"]?["used"] == "anthropic:claude-test" && result["model"]?["provider"] == "anthropic")
            #expect(result["cost_usd"]?.doubleValue == 0.0105)
            #expect(sheet.hasSameNumbers(as: result["reports"]))
            #expect(openAI.requests.map(\.path) == ["/v1/chat/completions"])
            #expect(try JSONValue(parsing: try #require(openAI.requests.first).body)["model"] == "org/vl-7b")
            #expect(claude.requests.map(\.path) == ["/v1/messages"])
            #expect(try await worker.stop() == 0)
            #expect(!worker.errors.contains("key-1") && !worker.errors.contains("key-2"))
        }
    }

    @Test("Vertex AI is asked with a token of the service account, as its project")
    func vertex() async throws {
        let sheet = try await Sheet.pdf
        let google = try LoopbackHTTPServer { request in
            if request.path == "/token" { return json(["access_token": "token-1", "expires_in": 3600]) }
            return json([
                "candidates": [
                    ["content": ["parts": [["text": .string(sheet.reports.text)]]], "finishReason": "STOP"]
                ],
                "usageMetadata": ["promptTokenCount": 100, "candidatesTokenCount": 50, "totalTokenCount": 150],
            ])
        }
        defer { google.stop() }
        try await Installation.with { installation in
            let account: JSONValue = [
                "type": "service_account", "project_id": "a-project", "client_email": "robot@a-project.example",
                "private_key": .string(try _RSA.Signing.PrivateKey(keySize: .bits2048).pkcs8PEMRepresentation),
                "token_uri": .string(google.url + "/token"),
            ]
            let worker = try installation.start(
                ["worker", "--model", "gemini-2.5-flash", "--file-root", installation.folder.path],
                environment: [
                    "GOOGLE_APPLICATION_CREDENTIALS": try installation.file("account.json", account.serialized()),
                    "VERTEX_BASE_URL": google.url, "GOOGLE_CLOUD_LOCATION": "asia-southeast1",
                ]
            )
            let path = try installation.file("sheet.pdf", sheet.bytes)
            try await installation.push(["id": "v", "payload": ["files": [.string("file://\(path)")]]])
            let result = try await installation.nextResult()
            #expect(result["status"] == "succeeded" && result["model"]?["provider"] == "vertex", "\(result.text)")
            #expect((result["cost_usd"]?.doubleValue ?? 0) > 0)
            let place = "/v1beta1/projects/a-project/locations/asia-southeast1/publishers/google/models"
            #expect(google.requests.map(\.path) == ["/token", "\(place)/gemini-2.5-flash:generateContent"])
            #expect(try await worker.stop() == 0)
        }
    }

    @Test("Answers of the local model are taken as they are written")
    func streaming() async throws {
        let sheet = try await Sheet.pdf
        try await Installation.with { installation in
            let model = try await installation.localModel("--fault", "script=status=503,ok")
            let worker = try installation.worker(asking: model.url, "--stream", "--first-byte-seconds", "50")
            let path = try installation.file("sheet.pdf", sheet.bytes)
            try await installation.push(["id": "s", "payload": ["files": [.string("file://\(path)")]]])
            let result = try await installation.nextResult()
            #expect(result["status"] == "succeeded" && sheet.hasSameNumbers(as: result["reports"]), "\(result.text)")
            #expect((result["usage"]?["total"]?.intValue ?? 0) > 0)
            #expect(try await worker.stop() == 0)
            #expect(try await model.program.stop() == 0)
        }
    }

    @Test("The models that a key may use are listed with their prices")
    func models() async throws {
        let server = try LoopbackHTTPServer { request in
            request.path == "/v1/models"
                ? json(["data": [["id": "gpt-4o"], ["id": "house-model"]]]) : json([:], status: 404)
        }
        defer { server.stop() }
        try await Installation.with(redisRuns: false) { installation in
            let command = ["models", "--provider", "openai", "--json"]
            let found = try await installation.run(command, environment: ["OPENAI_BASE_URL": server.url + "/v1"])
            #expect(found.exitCode == 0, "\(found.errors)")
            let lines = try found.lines()
            #expect(lines.map { $0["model"] } == ["gpt-4o", "house-model"])
            #expect(lines.last?["input_usd_per_million"] == nil)
            let none = try await installation.run(command)
            #expect(none.exitCode == 2 && none.errors.contains("openai"), "\(none.errors)")
            let down = try await installation.run(["models"], environment: ["LOCAL_MODEL_URL": "http://127.0.0.1:1"])
            #expect(down.exitCode == 1 && down.errors.contains("local"), "\(down.errors)")
        }
    }

    @Test(
        "A worker whose model nobody answers for does not start",
        arguments: [
            ["--model", "gemini-2.5-flash"], ["--model", "local-model", "--fallback-model", "gpt-4o"],
            ["--model", "local-model", "--prices", "/no/such/file"],
            ["--model", "local-model", "--rate-limit", "nonsense"],
            ["--model", "local-model", "--idle-seconds", "0"],
        ]
    )
    func wrongUse(_ arguments: [String]) async throws {
        try await Installation.with(redisRuns: false) { installation in
            let answer = try await installation.run(["worker"] + arguments)
            #expect(answer.exitCode == 2 && !answer.errors.isEmpty, "\(answer.errors)")
        }
    }
}
