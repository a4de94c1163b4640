// SPDX-License-Identifier: Apache-2.0

import ModelClient
import Testing

@Suite("What Gemini's successful answers mean")
struct GeminiReplyTests {
    @Test("Text, usage and ids are read; thoughts are not text")
    func success() async throws {
        let response = try await outcome(
            """
            {"candidates":[{"content":{"parts":[{"text":"hm","thought":true},{"text":"[1,"},{"text":"2]"}],
            "role":"model"},"finishReason":"STOP"}],"modelVersion":"gemini-2.5-flash-001","responseId":"r-1",
            "usageMetadata":{"promptTokenCount":100,"candidatesTokenCount":20,"cachedContentTokenCount":40,
            "thoughtsTokenCount":5,"totalTokenCount":125}}
            """
        ).get()
        #expect(response.text == "[1,2]")
        #expect(response.finishReason == "STOP")
        #expect(response.model == "gemini-2.5-flash-001")
        #expect(response.requestID == "r-1")
        #expect(response.usage == TokenUsage(prompt: 100, completion: 20, cached: 40, thinking: 5, total: 125))
    }

    @Test("A missing total is the sum; negative counts are zero")
    func usage() async throws {
        let response = try await outcome(
            """
            {"candidates":[{"content":{"parts":[{"text":"x"}]}}],
            "usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":2,"thoughtsTokenCount":-1}}
            """
        ).get()
        #expect(response.usage == TokenUsage(prompt: 3, completion: 2, total: 5))
        #expect(response.finishReason == "FINISH_REASON_UNSPECIFIED")
        #expect(response.model == "gemini-2.5-flash")
    }

    @Test("What a gateway writes out as null is absent", arguments: [true, false])
    func nulls(isFirst: Bool) async throws {
        let nulls = #""error":null,"promptFeedback":null,"responseId":null,"usageMetadata":null"#
        let told = #""usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":2}"#
        let events = [
            #"{"candidates":[{"content":{"parts":[{"text":"[1,"}]}}],\#(isFirst ? nulls : told)}"#,
            #"{"candidates":[{"content":{"parts":[{"text":"2]"}]},"finishReason":"STOP"}],\#(isFirst ? told : nulls)}"#,
        ]
        let stream = events.map { "data: \($0)\n\n" }.joined()
        let response = try await Dialect.gemini.outcome(streaming: true, stream).get()
        #expect(response.text == "[1,2]" && response.usage == TokenUsage(prompt: 3, completion: 2, total: 5))
    }

    @Test("Absurd counts and ids of a provider stay within bounds")
    func absurd() async throws {
        let most = Int64.max
        let response = try await outcome(
            """
            {"candidates":[{"content":{"parts":[{"text":"x"}]}}],"responseId":"\(String(repeating: "r", count: 900))",
            "usageMetadata":{"promptTokenCount":\(most),"candidatesTokenCount":\(most),"thoughtsTokenCount":\(most)}}
            """
        ).get()
        let twice = response.usage + response.usage
        #expect(twice.total == response.usage.total * 2)
        #expect(response.requestID?.count == 128)
    }

    @Test(
        "Each finish reason has its class, even when there is text",
        arguments: [
            ("MAX_TOKENS", ErrorClass.truncated), ("SAFETY", .safetyBlock), ("BLOCKLIST", .safetyBlock),
            ("PROHIBITED_CONTENT", .safetyBlock), ("SPII", .safetyBlock), ("IMAGE_SAFETY", .safetyBlock),
            ("IMAGE_PROHIBITED_CONTENT", .safetyBlock), ("MODEL_ARMOR", .safetyBlock), ("ESCALATION", .safetyBlock),
            ("IMAGE_RECITATION", .recitation), ("PUP_LIMITED_DISABLED", .auth), ("CONTINUATION", .truncated),
            ("NO_IMAGE", .empty), ("IMAGE_OTHER", .empty), ("UNEXPECTED_TOOL_CALL", .empty),
            ("TOO_MANY_TOOL_CALLS", .empty), ("MISSING_THOUGHT_SIGNATURE", .empty), ("MALFORMED_RESPONSE", .empty),
            ("RECITATION", .recitation), ("LANGUAGE", .refusal), ("OTHER", .empty),
            ("MALFORMED_FUNCTION_CALL", .empty), ("SOMETHING_NEW", .empty),
        ]
    )
    func finishReasons(_ reason: String, _ expected: ErrorClass) async throws {
        let error = await outcome(
            """
            {"candidates":[{"content":{"parts":[{"text":"[]"}]},"finishReason":"\(reason)"}],"responseId":"r",
            "usageMetadata":{"promptTokenCount":9}}
            """
        ).error
        #expect(error?.errorClass == expected)
        #expect(error?.finishReason == reason)
        #expect(error?.usage.prompt == 9)
        #expect(error?.requestID == "r")
    }

    @Test(
        "An answer without text is empty, unless it was blocked",
        arguments: [
            ("{}", ErrorClass.empty), (#"{"candidates":[]}"#, .empty),
            (#"{"candidates":[{"finishReason":"STOP"}]}"#, .empty),
            (#"{"candidates":[{"content":{"parts":[]},"finishReason":"STOP"}]}"#, .empty),
            (#"{"candidates":[{"content":{"parts":[{"text":"t","thought":true}]},"finishReason":"STOP"}]}"#, .empty),
            (#"{"candidates":[{"finishReason":"MAX_TOKENS"}]}"#, .truncated),
            (#"{"promptFeedback":{"blockReason":"PROHIBITED_CONTENT"}}"#, .safetyBlock),
            (#"{"promptFeedback":{"blockReason":"NEW_REASON"}}"#, .safetyBlock),
            (#"{"promptFeedback":{}}"#, .empty), ("[]", .empty), ("3", .empty),
        ]
    )
    func noText(_ body: String, _ expected: ErrorClass) async {
        #expect(await outcome(body).error?.errorClass == expected)
    }

    @Test("A loop that filled the budget is told from an answer that was too long for it")
    func loop() async {
        let rows = (1...900).map { #"{\"votes\":\#($0)},"# }.joined()
        let circles = String(repeating: #"{\"votes\":1},"#, count: 900)
        for (text, expected) in [(rows, ErrorClass.truncated), (rows + circles, .loop), (circles + rows, .truncated)] {
            let body = #"{"candidates":[{"content":{"parts":[{"text":"\#(text)"}]},"finishReason":"MAX_TOKENS"}]}"#
            #expect(await outcome(body).error?.errorClass == expected)
            let whole = body.replacing("MAX_TOKENS", with: "STOP")
            #expect(await outcome(whole).error == nil, "what came to its end is for the parser")
        }
    }

    @Test("A body that is not JSON is the server's failure", arguments: ["", "{", "<html>", #"{"candidates":[{"co"#])
    func unreadable(_ body: String) async {
        #expect(await outcome(body).error?.errorClass == .server)
    }
}
