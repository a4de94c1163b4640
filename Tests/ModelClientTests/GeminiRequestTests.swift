// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import HTTPTypes
import JSON
import ModelClient
import Testing

@Suite("What is sent to Gemini")
struct GeminiRequestTests {
    private let transport = ScriptedTransport(text: #"{"candidates":[]}"#)

    private func sent(
        _ request: ModelRequest,
        apiKey: String? = nil,
        baseURL: String = "http://127.0.0.1:1"
    ) async throws -> HTTPTransportRequest {
        let provider = GeminiProvider(transport: transport, baseURL: baseURL, apiKey: apiKey)
        _ = try? await provider.generate(request)
        return try #require(transport.requests.first)
    }

    @Test("The key goes into a header, never into the URL")
    func key() async throws {
        let request = try await sent(.question, apiKey: "secret", baseURL: "http://127.0.0.1:1/")
        #expect(request.url == "http://127.0.0.1:1/v1beta/models/gemini-2.5-flash:generateContent")
        #expect(request.method == .post)
        #expect(request.headers[HTTPField.Name("x-goog-api-key")!] == "secret")
        #expect(request.headers[.contentType] == "application/json")
    }

    @Test("Without a key there is no key header")
    func noKey() async throws {
        let request = try await sent(.question)
        #expect(request.headers[HTTPField.Name("x-goog-api-key")!] == nil)
    }

    @Test("The request's time is the transport's total time")
    func timeout() async throws {
        var question = ModelRequest.question
        question.timeout = .milliseconds(1234)
        #expect(try await sent(question).timeouts.total == .milliseconds(1234))
    }

    @Test("Texts and files keep their order, and every byte survives")
    func parts() async throws {
        let question = ModelRequest(
            model: "gemini-x",
            parts: [.text("a \"quote\"\n\u{1}๙"), .data([0, 250, 251, 255], mediaType: "image/png"), .text("")],
            responseSchema: ["type": "ARRAY"],
            sampling: .init(temperature: 0.5, maximumOutputTokens: 7, topP: 0.9, topK: 3)
        )
        let body = try JSONValue(parsing: try #require(try await sent(question).sentBody))
        let expected: JSONValue = [
            "contents": [
                [
                    "parts": [
                        ["text": "a \"quote\"\n\u{1}๙"], ["inlineData": ["mimeType": "image/png", "data": "APr7/w=="]],
                        ["text": ""],
                    ],
                    "role": "user",
                ]
            ],
            "generationConfig": [
                "temperature": 0.5, "topP": 0.9, "topK": 3, "maxOutputTokens": 7,
                "responseMimeType": "application/json", "responseSchema": ["type": "ARRAY"],
            ],
        ]
        #expect(body == expected)
    }

    @Test(
        "How much it may think is a number of tokens up to 2.5, and a level after",
        arguments: [
            ("gemini-2.5-flash", ThinkingEffort.low, #"{"thinkingBudget":1024}"#),
            ("gemini-2.5-pro", .high, #"{"thinkingBudget":24576}"#),
            ("gemini-3-pro", .minimal, #"{"thinkingLevel":"MINIMAL"}"#),
        ]
    )
    func thinking(_ model: String, _ effort: ThinkingEffort, _ expected: String) async throws {
        let sampling = SamplingParameters(thinking: effort)
        let body = try #require(
            try await sent(ModelRequest(model: model, parts: [.text("a")], sampling: sampling)).sentBody
        )
        #expect(try JSONValue(parsing: body)["generationConfig"]?["thinkingConfig"]?.text == expected)
    }

    @Test("A model name cannot lead the request elsewhere", arguments: ["a/../b", "a?key=1", "a b", "a#b", "", "ä"])
    func hostileModelName(_ name: String) async {
        var question = ModelRequest.question
        question.model = name
        let provider = GeminiProvider(transport: transport, baseURL: "http://127.0.0.1:1", apiKey: nil)
        await #expect { _ = try await provider.generate(question) } throws: {
            ($0 as? ModelError)?.errorClass == .modelNotFound
        }
        #expect(transport.requests.isEmpty)
    }
}
