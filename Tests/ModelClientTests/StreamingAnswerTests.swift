// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import HTTPTypes
import ModelClient
import TestSupport
import Testing

@Suite("Answers taken as they are written")
struct StreamingAnswerTests {
    private static let gemini = """
        data: {"candidates":[{"content":{"parts":[{"text":"hm","thought":true}]}}],"responseId":"r","modelVersion":"g-1"}\r
        \r
        data: {"candidates":[{"content":{"parts":[{"text":"[\\"ก"}]}}],"usageMetadata":{"promptTokenCount":9}}\r
        \r
        data: {"candidates":[{"content":{"parts":[{"text":"\\"]"}]},"finishReason":"STOP"}],"usageMetadata":\
        {"promptTokenCount":9,"candidatesTokenCount":4,"thoughtsTokenCount":2,"totalTokenCount":15}}\r
        \r

        """

    private static let openAI = """
        data: {"id":"c1","model":"g-1","choices":[{"index":0,"delta":{"role":"assistant","content":""}}],"usage":null}

        : a comment
        data: {"id":"c1","choices":[{"index":0,"delta":{"content":"[\\"ก"}}],"usage":null}

        data: {"id":"c1","choices":[{"index":0,"delta":{"content":"\\"]"}}]}

        data: {"id":"c1","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

        data: {"id":"c1","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":6,"total_tokens":15,\
        "completion_tokens_details":{"reasoning_tokens":2}}}

        data: [DONE]


        """

    private static let anthropic = """
        event: message_start
        data: {"type":"message_start","message":{"id":"m1","model":"g-1","content":[],"usage":{"input_tokens":9,"output_tokens":1}}}

        event: content_block_start
        data: {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":""}}

        event: ping
        data: {"type": "ping"}

        event: content_block_start
        data: {"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"[\\"ก"}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"\\"]"}}

        event: message_delta
        data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":6,\
        "output_tokens_details":{"thinking_tokens":2}}}

        event: message_stop
        data: {"type":"message_stop"}


        """

    private static func events(_ dialect: Dialect) -> String {
        switch dialect {
        case .gemini: gemini
        case .openAI: openAI
        case .anthropic: anthropic
        }
    }

    @Test(
        "The pieces of each provider make one answer, wherever they are cut",
        arguments: Dialect.allCases,
        [1, 7, 4096]
    )
    func joined(_ dialect: Dialect, pieceBytes: Int) async throws {
        let transport = ScriptedTransport(text: Self.events(dialect), pieceBytes: pieceBytes)
        let response = try await dialect.outcome(streaming: true, of: transport).get()
        #expect(response.text == #"["ก"]"#)
        #expect(response.model == "g-1")
        #expect(response.usage == TokenUsage(prompt: 9, completion: 4, thinking: 2, total: 15))
        #expect(response.requestID?.isEmpty == false)
        let timeouts = try #require(transport.requests.first).timeouts
        #expect(timeouts.firstByte == .seconds(60))
        #expect(timeouts.idle == .seconds(30))
    }

    @Test(
        "A stream that ends before the model says so is incomplete, and what it cost is told",
        arguments: Dialect.allCases
    )
    func incomplete(_ dialect: Dialect) async throws {
        let events = Self.events(dialect)
        let cut = try #require(events.firstRange(of: #""\"]""#)?.lowerBound)
        let begun = String(events[..<(events[..<cut].lastIndex(of: "\n") ?? cut)]) + "\n"
        let error = await dialect.outcome(streaming: true, begun).error
        #expect(error?.errorClass == .incomplete)
        #expect(error?.usage.prompt ?? 0 > 0)
        #expect(error?.usage.completion ?? 0 > 0)
    }

    @Test("A stream that says nothing at all is incomplete", arguments: Dialect.allCases)
    func nothing(_ dialect: Dialect) async {
        #expect(await dialect.outcome(streaming: true, "").error?.errorClass == .incomplete)
    }

    @Test(
        "An error in the midst of a stream has its class",
        arguments: [
            (
                Dialect.gemini, #"data: {"error":{"code":503,"message":"m","status":"UNAVAILABLE"}}"#,
                ErrorClass.capacity
            ),
            (.openAI, #"data: {"error":{"message":"m","type":"server_error","code":null}}"#, .server),
            (.openAI, #"data: {"error":{"message":"m","code":429}}"#, .rateLimited),
            (
                .anthropic,
                "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"m\"}}",
                .capacity
            ),
            (.gemini, "data: {", .server),
        ]
    )
    func errorEvent(_ dialect: Dialect, _ event: String, _ expected: ErrorClass) async {
        #expect(await dialect.outcome(streaming: true, event + "\n\n").error?.errorClass == expected)
    }

    @Test("A failure before the stream is read as without one", arguments: Dialect.allCases)
    func failure(_ dialect: Dialect) async {
        let error = await dialect.outcome(status: 429, headers: [.retryAfter: "4"], streaming: true, "{}").error
        #expect(error?.errorClass == .rateLimited)
        #expect(error?.retryAfter == .seconds(4))
    }

    @Test("A finish reason in a stream has its class")
    func finishReason() async {
        let event = #"data: {"candidates":[{"content":{"parts":[{"text":"["}]},"finishReason":"MAX_TOKENS"}]}"#
        #expect(await Dialect.gemini.outcome(streaming: true, event + "\n\n").error?.errorClass == .truncated)
    }

    private static func deltas(_ pieces: [String]) -> String {
        pieces.map { #"data: {"choices":[{"delta":{"content":"\#($0)"}}]}"# + "\n\n" }.joined()
    }

    @Test(
        "A model that runs in circles is stopped before it has filled its budget",
        arguments: [
            [String](repeating: "0", count: 20_000), [String](repeating: "\\n    ", count: 9_000),
            [#"[{\"votes\":1"#] + [String](repeating: #"},{\"name\":\"นาย ก\",\"votes\":null"#, count: 4_000),
        ]
    )
    func loop(_ pieces: [String]) async {
        let events = Self.deltas(pieces)
        let transport = ScriptedTransport(text: events, pieceBytes: 1000)
        let error = await Dialect.openAI.outcome(streaming: true, of: transport).error
        #expect(error?.errorClass == .loop)
        #expect(error?.usage.completion ?? 0 > 0)
        #expect(error?.usage.completion ?? .max < 8_000)
        #expect(ErrorClass.loop.policy.sameModelRetries == 1)
    }

    @Test("Sheets may repeat themselves: rows that differ in a number, and sixty empty ones, are no loop")
    func noLoop() async throws {
        let rows = (1...400).map { #"{\"number\":\#($0),\"votes\":\#($0 * 7 % 100)},"# }
        let empty = [String](repeating: #"{\"number\":null,\"name\":null,\"votes\":null},"#, count: 60)
        let end = "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
        let response = try await Dialect.openAI.outcome(streaming: true, Self.deltas(rows + empty) + end).get()
        #expect(response.text.count > 10_000)
    }

    @Test("Over a real connection the stream is cut off, and a silence has its own time")
    func wire() async throws {
        let head = ScriptedHTTPResponse.head(status: 200, headers: [("Content-Type", "text/event-stream")])
        let loop = Self.deltas([String](repeating: "0", count: 6_000))
        let server = try LoopbackHTTPServer { request in
            // Both would hang without an end of our own making.
            let body = request.path.hasPrefix("/loop") ? loop : Self.deltas(["[1"])
            return ScriptedHTTPResponse(steps: [.send(head), .send(Array(body.utf8)), .hang])
        }
        defer { server.stop() }
        var question = ModelRequest.question
        question.streaming = StreamingTimeouts(idle: .milliseconds(100))
        let errors = await withTransport { transport in
            var errors: [ModelError?] = []
            for path in ["/loop", "/silence"] {
                let provider = OpenAIProvider(transport: transport, baseURL: server.url + path, apiKey: nil)
                do throws(ModelError) {
                    _ = try await provider.generate(question)
                } catch {
                    errors.append(error)
                }
            }
            return errors
        }
        #expect(errors.map { $0?.errorClass } == [.loop, .timeout])
        #expect(errors.last??.usage.completion == 0)
        #expect(errors.last??.usage.prompt ?? 0 > 0)
    }
}
