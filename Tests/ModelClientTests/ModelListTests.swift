// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import HTTPTypes
import ModelClient
import Testing

@Suite("Which models a key may use")
struct ModelListTests {
    private static func page(_ text: String) -> ScriptedTransport.Outcome { .answer(200, [:], text) }

    @Test("Gemini: all pages, but only what can answer")
    func gemini() async throws {
        let transport = ScriptedTransport(
            Self.page(
                """
                {"models":[{"name":"models/gemini-a","displayName":"A","inputTokenLimit":100,"outputTokenLimit":9,
                "supportedGenerationMethods":["generateContent","countTokens"]},
                {"name":"models/embedding","supportedGenerationMethods":["embedContent"]}],"nextPageToken":"n/1=="}
                """
            ),
            Self.page(#"{"models":[{"name":"models/gemini-b","supportedGenerationMethods":["generateContent"]}]}"#)
        )
        let provider = GeminiProvider(transport: transport, baseURL: "http://127.0.0.1:1", apiKey: "secret")
        let models = try await provider.models()
        #expect(
            models == [
                AvailableModel(name: "gemini-a", displayName: "A", maximumInputTokens: 100, maximumOutputTokens: 9),
                AvailableModel(name: "gemini-b"),
            ]
        )
        #expect(
            transport.requests.map(\.url) == [
                "http://127.0.0.1:1/v1beta/models?pageSize=100",
                "http://127.0.0.1:1/v1beta/models?pageSize=100&pageToken=n%2F1%3D%3D",
            ]
        )
        #expect(transport.requests[1].headers[HTTPField.Name("x-goog-api-key")!] == "secret")
    }

    @Test("Vertex AI")
    func vertex() async throws {
        let transport = ScriptedTransport(text: #"{"publisherModels":[{"name":"publishers/google/models/gemini-a"}]}"#)
        let provider = GeminiProvider(transport: transport, project: "p", location: "global", tokens: FixedToken())
        #expect(try await provider.models() == [AvailableModel(name: "gemini-a")])
    }

    @Test("OpenAI")
    func openAI() async throws {
        let transport = ScriptedTransport(text: #"{"object":"list","data":[{"id":"gpt-a"},{"id":"gpt-b"},{}]}"#)
        #expect(try await Dialect.openAI.provider(transport).models().map(\.name) == ["gpt-a", "gpt-b"])
    }

    @Test("Anthropic: all pages")
    func anthropic() async throws {
        let transport = ScriptedTransport(
            Self.page(
                """
                {"data":[{"id":"claude-a","display_name":"A","max_input_tokens":5,"max_tokens":6}],"has_more":true,
                "last_id":"claude-a"}
                """
            ),
            Self.page(
                """
                {"data":[{"id":"claude-b","capabilities":{"image_input":{"supported":false},"pdf_input":{"supported":true},
                "structured_outputs":{"supported":false}}}],"has_more":false,"last_id":"claude-b"}
                """
            )
        )
        let models = try await Dialect.anthropic.provider(transport).models()
        let first = AvailableModel(name: "claude-a", displayName: "A", maximumInputTokens: 5, maximumOutputTokens: 6)
        let second = AvailableModel(name: "claude-b", missing: [.pictures, .structuredAnswers])
        #expect(models == [first, second])
        #expect(transport.requests[1].url.hasSuffix("/v1/models?limit=100&after_id=claude-a"))
    }

    @Test("A list without end is left at a bound", arguments: [Dialect.gemini, .anthropic])
    func endless(_ dialect: Dialect) async throws {
        let transport = ScriptedTransport(
            text:
                #"{"models":[{"name":"models/a"}],"nextPageToken":"n","data":[{"id":"a"}],"has_more":true,"last_id":"a"}"#
        )
        #expect(try await dialect.provider(transport).models().count == 100)
    }

    @Test("A refused key is told by its class", arguments: Dialect.allCases)
    func refused(_ dialect: Dialect) async {
        let transport = ScriptedTransport(status: 401, text: "{}")
        await #expect { _ = try await dialect.provider(transport).models() } throws: {
            ($0 as? ModelError)?.errorClass == .auth
        }
    }
}
