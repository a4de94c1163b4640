// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import JSON
import ModelClient
import Testing

@Suite("What chat completions' answers mean")
struct OpenAIAnswerTests {
    private func outcome(
        _ status: Int = 200,
        _ headers: HTTPFields = [:],
        _ text: String
    ) async
        -> Result<ModelResponse, ModelError>
    {
        await Dialect.openAI.outcome(status: status, headers: headers, text)
    }

    @Test("Text, usage and ids are read; reasoning is not part of the answer's tokens")
    func success() async throws {
        let response = try await outcome(
            200,
            [HTTPField.Name("x-request-id")!: "req_1"],
            """
            {"id":"chatcmpl-1","model":"gpt-x-2026-01-01","choices":[{"index":0,"message":{"role":"assistant",
            "content":"[1]","refusal":null},"finish_reason":"stop"}],"usage":{"prompt_tokens":100,
            "completion_tokens":50,"total_tokens":150,"prompt_tokens_details":{"cached_tokens":64},
            "completion_tokens_details":{"reasoning_tokens":30}}}
            """
        ).get()
        #expect(response.text == "[1]")
        #expect(response.finishReason == "stop")
        #expect(response.model == "gpt-x-2026-01-01")
        #expect(response.requestID == "req_1")
        #expect(response.usage == TokenUsage(prompt: 100, completion: 20, cached: 64, thinking: 30, total: 150))
    }

    @Test(
        "Each finish reason has its class, even when there is text",
        arguments: [
            ("length", ErrorClass.truncated), ("content_filter", .safetyBlock), ("tool_calls", .empty),
            ("function_call", .empty), ("something_new", .empty),
        ]
    )
    func finishReasons(_ reason: String, _ expected: ErrorClass) async {
        let error = await outcome(
            200,
            [:],
            """
            {"id":"c1","choices":[{"message":{"content":"[]"},"finish_reason":"\(reason)"}],"usage":{"prompt_tokens":9}}
            """
        ).error
        #expect(error?.errorClass == expected)
        #expect(error?.finishReason == reason)
        #expect(error?.usage.prompt == 9)
        #expect(error?.requestID == "c1")
    }

    @Test(
        "An answer without text has its class",
        arguments: [
            (
                #"{"choices":[{"message":{"content":null,"refusal":"I cannot"},"finish_reason":"stop"}]}"#,
                ErrorClass.refusal
            ),
            (#"{"choices":[{"message":{"content":""},"finish_reason":"stop"}]}"#, .empty),
            (#"{"choices":[]}"#, .empty), ("{}", .empty), ("<html>", .server), ("", .server),
            (#"{"error":{"message":"m","code":502}}"#, .server),
            (#"{"error":{"message":"m","code":429}}"#, .rateLimited),
        ]
    )
    func noText(_ body: String, _ expected: ErrorClass) async {
        #expect(await outcome(200, [:], body).error?.errorClass == expected)
    }

    @Test(
        "Each status has its class, with or without a readable body",
        arguments: [
            (400, ErrorClass.badConfig), (401, .auth), (402, .quotaExhausted), (403, .auth), (404, .modelNotFound),
            (408, .timeout), (409, .server), (413, .inputTooLarge), (422, .badConfig), (429, .rateLimited),
            (500, .server), (502, .server), (503, .capacity), (504, .server),
        ]
    )
    func statuses(_ status: Int, _ expected: ErrorClass) async {
        for body in ["", "<html>", "{}", #"{"error":{"message":"m","type":"t","param":null,"code":null}}"#] {
            let error = await outcome(status, [:], body).error
            #expect(error?.errorClass == expected)
            #expect(error?.httpStatus == status)
        }
    }

    @Test(
        "Each documented code has its class",
        arguments: [
            (400, "context_length_exceeded", ErrorClass.contextWindow), (400, "content_policy_violation", .safetyBlock),
            (400, "invalid_image", .inputCorrupt), (400, "invalid_base64_image", .inputCorrupt),
            (400, "image_too_large", .inputTooLarge), (400, "unsupported_image_media_type", .inputUnsupported),
            (401, "invalid_api_key", .auth), (404, "model_not_found", .modelNotFound),
            (403, "model_not_found", .modelNotFound), (429, "insufficient_quota", .quotaExhausted),
            (429, "credit_balance_exhausted", .quotaExhausted), (429, "rate_limit_exceeded", .rateLimited),
            (429, "slow_down", .capacity), (503, "server_is_overloaded", .capacity), (500, "server_error", .server),
        ]
    )
    func codes(_ status: Int, _ code: String, _ expected: ErrorClass) async {
        let error = await outcome(status, [:], #"{"error":{"message":"m","type":"t","code":"\#(code)"}}"#).error
        #expect(error?.errorClass == expected)
        #expect(error?.message.contains("\(status) \(code)") == true)
    }

    @Test("A quota is told by its type where there is no code")
    func type() async {
        let body = #"{"error":{"message":"m","type":"insufficient_quota","code":null}}"#
        #expect(await outcome(429, [:], body).error?.errorClass == .quotaExhausted)
    }

    @Test("A server that only speaks like OpenAI tells a full window by its words")
    func words() async {
        let body = #"{"object":"error","message":"This model's maximum context length is 8192 tokens.","code":400}"#
        #expect(await outcome(400, [:], body).error?.errorClass == .contextWindow)
    }

    @Test(
        "The time to wait is honoured, the finer one first",
        arguments: [
            (["retry-after": "7"], Duration.seconds(7)),
            (["retry-after": "7", "retry-after-ms": "1500"], .milliseconds(1500)),
        ]
    )
    func retryAfter(_ headers: [String: String], _ expected: Duration) async {
        let fields = HTTPFields(headers.map { HTTPField(name: HTTPField.Name($0.key)!, value: $0.value) })
        let error = await outcome(429, fields, "{}").error
        #expect(error?.retryAfter == expected)
    }

    @Test("The provider's own words never reach the message: they may quote the request")
    func message() async throws {
        let body =
            #"{"error":{"message":"Invalid: secret page","type":"invalid_request_error","param":"messages.0","code":null}}"#
        let error = try #require(await outcome(400, [HTTPField.Name("x-request-id")!: "req_9"], body).error)
        #expect(!error.message.contains("secret"))
        #expect(error.message.contains("400 invalid_request_error, parameter messages.0"))
        #expect(error.requestID == "req_9")
    }

    @Test("What was put around an answer goes, and not a letter of the answer")
    func unwrapped() async throws {
        var question = ModelRequest.question
        question.responseSchema = ["type": "ARRAY", "items": ["type": "STRING"]]
        let both = #"[{"n":1, "n":2.50}]"#
        for (text, expected) in [
            (#"{"answer": \#(both)}"#, both), (both, both),
            (#"{"answer":[1],"answer":[2]}"#, #"{"answer":[1],"answer":[2]}"#),
        ] {
            let message = JSONValue.object(["content": .string(text)])
            let body: JSONValue = ["choices": [["message": message, "finish_reason": "stop"]]]
            let response = try await Dialect.openAI.provider(ScriptedTransport(text: body.text)).generate(question)
            #expect(response.text == expected)
        }
    }
}
