// SPDX-License-Identifier: Apache-2.0

import JSON
import Testing

@testable import LocalModel

@Suite("Chat completions")
struct ChatCompletionTests {
    private static let path = "/v1/chat/completions"

    private static func body(model: String = "local-model", _ more: JSONObject = [:]) -> [UInt8] {
        var body: JSONObject = [
            "model": .string(model),
            "messages": [["role": "user", "content": [["type": "text", "text": "Read the sheet."]]]],
        ]
        for (name, value) in more { body[name] = value }
        return JSONValue.object(body).serialized()
    }

    private static let wrapped: JSONObject = [
        "response_format": [
            "type": "json_schema",
            "json_schema": ["schema": ["type": "object", "properties": ["answer": ["type": "array"]]]],
        ]
    ]

    @Test("Are answered in their shape, a list within the object that the schema wants")
    func shape() async throws {
        try await RunningServer.with { server in
            let plain = try await server.post(Self.body(), to: Self.path)
            let choice = plain.body?["choices"]?[0]
            #expect(plain.status == 200 && plain.body?["object"] == "chat.completion")
            #expect(choice?["message"]?["content"] == "[]" && choice?["finish_reason"] == "stop")
            #expect(plain.body?["usage"] == ["prompt_tokens": 4, "completion_tokens": 1, "total_tokens": 5])
            let object = try await server.post(Self.body(Self.wrapped), to: Self.path)
            #expect(object.body?["choices"]?[0]?["message"]?["content"] == #"{"answer":[]}"#)
            #expect(try await server.get("/v1/models").body?["data"]?[0]?["id"] == "local-model")
        }
    }

    @Test("Their pages are read")
    func pages() throws {
        let parts: JSONValue = [
            ["type": "image_url", "image_url": ["url": "data:image/png;base64,AAEC"]],
            ["type": "file", "file": ["filename": "a.pdf", "file_data": "data:application/pdf;base64,AwQ="]],
        ]
        let request = try ChatCompletionRequest([
            "model": "local-model", "max_completion_tokens": 7, "messages": [["role": "user", "content": parts]],
        ])
        guard case .image([0, 1, 2]) = request.question.pages[0], case .pdf([3, 4]) = request.question.pages[1] else {
            Issue.record("\(request.question.pages)")
            return
        }
        #expect(request.question.maximumOutputTokens == 7)
    }

    @Test("Come in pieces, with the tokens where they are wanted")
    func streamed() throws {
        let options: JSONObject = ["stream": true, "stream_options": ["include_usage": true]]
        let request = try ChatCompletionRequest(try JSONValue(parsing: Self.body(options)))
        let text = String(repeating: "ก", count: 1000)
        let answer = GenerateContentResponse(text: text, to: request.question, model: "local-model", responseID: "r")
        let stream = String(
            decoding: ChatCompletionResponse(answer: answer, request: request).eventStream,
            as: UTF8.self
        )
        var events = stream.split(separator: "\n\n").map { $0.dropFirst("data: ".count) }
        #expect(events.popLast() == "[DONE]")
        let chunks = try events.map { try JSONValue(parsing: Array($0.utf8)) }
        #expect(chunks.compactMap { $0["choices"]?[0]?["delta"]?["content"]?.stringValue }.joined() == text)
        #expect(chunks.dropLast().last?["choices"]?[0]?["finish_reason"] == "stop")
        #expect(chunks.last?["usage"]?["completion_tokens"] == 250)
    }

    @Test("Mistakes and faults are told as OpenAI tells them")
    func errors() async throws {
        let plan = try FaultPlan(parsing: [
            "script=status=401,daily-quota,too-many-tokens,rate-limit,status=503,truncated,safety"
        ])
        try await RunningServer.with(.init(concurrency: 1, faults: plan)) { server in
            let unknown = try await server.post(Self.body(model: "gpt-x"), to: Self.path)
            #expect(unknown.status == 404 && unknown.body?["error"]?["code"] == "model_not_found")
            var answers: [RunningServer.Answer] = []
            for _ in 0..<7 { answers.append(try await server.post(Self.body(), to: Self.path)) }
            #expect(answers.map(\.status) == [401, 429, 400, 429, 503, 200, 200])
            #expect(
                answers.prefix(4).map { $0.body?["error"]?["code"] } == [
                    "invalid_api_key", "insufficient_quota", "context_length_exceeded", "rate_limit_exceeded",
                ]
            )
            #expect(answers[4].body?["error"]?["type"] == "server_error")
            let ends = answers.suffix(2).map { $0.body?["choices"]?[0]?["finish_reason"] }
            #expect(ends == ["length", "content_filter"])
            #expect(try await server.post(Array("{".utf8), to: Self.path).status == 400)
        }
    }
}
