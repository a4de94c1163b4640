// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import ModelClient
import Testing

@Suite("What Anthropic's answers mean")
struct AnthropicAnswerTests {
    private static let requestID = HTTPField.Name("request-id")!

    private func outcome(
        _ status: Int = 200,
        _ headers: HTTPFields = [:],
        _ text: String
    ) async
        -> Result<ModelResponse, ModelError>
    {
        await Dialect.anthropic.outcome(status: status, headers: headers, text)
    }

    @Test("Text, usage and ids are read; what came from the cache is part of the question")
    func success() async throws {
        let response = try await outcome(
            200,
            [Self.requestID: "req_1"],
            """
            {"id":"msg_1","type":"message","role":"assistant","model":"claude-x","content":[
            {"type":"thinking","thinking":"hm","signature":"s"},{"type":"text","text":"[1,"},{"type":"text","text":"2]"}],
            "stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":10,"cache_read_input_tokens":80,
            "cache_creation_input_tokens":5,"output_tokens":50,"output_tokens_details":{"thinking_tokens":30}}}
            """
        ).get()
        #expect(response.text == "[1,2]")
        #expect(response.finishReason == "end_turn")
        #expect(response.model == "claude-x")
        #expect(response.requestID == "req_1")
        #expect(response.usage == TokenUsage(prompt: 95, completion: 20, cached: 80, thinking: 30, total: 145))
    }

    @Test(
        "Each stop reason has its class, even when there is text",
        arguments: [
            ("max_tokens", ErrorClass.truncated), ("refusal", .refusal), ("tool_use", .empty), ("pause_turn", .empty),
            ("model_context_window_exceeded", .contextWindow), ("something_new", .empty),
        ]
    )
    func stopReasons(_ reason: String, _ expected: ErrorClass) async {
        let error = await outcome(
            200,
            [:],
            """
            {"id":"msg_1","content":[{"type":"text","text":"[]"}],"stop_reason":"\(reason)",
            "usage":{"input_tokens":9,"output_tokens":1}}
            """
        ).error
        #expect(error?.errorClass == expected)
        #expect(error?.finishReason == reason)
        #expect(error?.usage.prompt == 9)
        #expect(error?.requestID == "msg_1")
    }

    @Test("A stop sequence is an end like another")
    func stopSequence() async throws {
        let body = #"{"content":[{"type":"text","text":"[]"}],"stop_reason":"stop_sequence"}"#
        #expect(try await outcome(200, [:], body).get().text == "[]")
    }

    @Test(
        "Each documented error has its class",
        arguments: [
            (400, "invalid_request_error", ErrorClass.badConfig), (401, "authentication_error", .auth),
            (402, "billing_error", .quotaExhausted), (403, "permission_error", .auth),
            (404, "not_found_error", .modelNotFound), (409, "conflict_error", .server),
            (413, "request_too_large", .inputTooLarge), (429, "rate_limit_error", .rateLimited),
            (500, "api_error", .server), (504, "timeout_error", .server), (529, "overloaded_error", .capacity),
        ]
    )
    func types(_ status: Int, _ type: String, _ expected: ErrorClass) async {
        let body = #"{"type":"error","error":{"type":"\#(type)","message":"m"},"request_id":"req_2"}"#
        let error = await outcome(status, [:], body).error
        #expect(error?.errorClass == expected)
        #expect(error?.requestID == "req_2")
        for body in ["", "<html>", "{}"] {
            #expect(await outcome(status, [:], body).error?.errorClass == expected)
        }
    }

    @Test(
        "A code says it better than its type",
        arguments: [
            (429, "rate_limit_error", "contract_spend_limit_reached", ErrorClass.quotaExhausted),
            (429, "rate_limit_error", "ramp_limit_exceeded", .rateLimited),
            (400, "invalid_request_error", "image_dimensions_too_large", .inputTooLarge),
            (400, "invalid_request_error", "organization_on_hold", .auth),
            (400, "invalid_request_error", "request_body_timeout", .timeout),
            (402, "billing_error", "linked_organization_spend_limit_reached", .quotaExhausted),
            (503, "api_error", "cmek_context_unavailable", .server),
        ]
    )
    func codes(_ status: Int, _ type: String, _ code: String, _ expected: ErrorClass) async {
        let body = #"{"error":{"type":"\#(type)","message":"m","details":{"error_code":"\#(code)"}}}"#
        let error = await outcome(status, [:], body).error
        #expect(error?.errorClass == expected)
        #expect(error?.message.contains("\(status) \(code)") == true)
    }

    @Test(
        "Invalid requests that are the document's fault are told apart",
        arguments: [
            ("prompt is too long: 210000 tokens > 200000 maximum", ErrorClass.contextWindow),
            ("messages.0.content.1: Could not process image", .inputCorrupt),
            ("image exceeds 5 MB maximum", .inputTooLarge),
            ("Your credit balance is too low", .quotaExhausted),
            ("Output blocked by content filtering policy", .safetyBlock), ("max_tokens: must be positive", .badConfig),
        ]
    )
    func invalidRequests(_ message: String, _ expected: ErrorClass) async throws {
        let body = #"{"error":{"type":"invalid_request_error","message":"\#(message)"}}"#
        let error = try #require(await outcome(400, [.retryAfter: "3"], body).error)
        #expect(error.errorClass == expected)
        #expect(error.retryAfter == .seconds(3))
        #expect(!error.message.contains(message))
    }
}
