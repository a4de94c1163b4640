// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import ModelClient
import Testing

@Suite("Names that say their provider")
struct ModelRouteTests {
    private static func provider(_ name: String) -> GeminiProvider {
        GeminiProvider(transport: ScriptedTransport(text: "{}"), baseURL: "http://127.0.0.1:1", apiKey: nil, name: name)
    }

    private let router = ModelRouter(routes: [
        ModelRoute(.numbered("o"), qualifier: "openai", to: provider("reasoning")),
        ModelRoute(.prefix("gpt"), qualifier: "openai", to: provider("gpt")),
        ModelRoute(qualifier: "openai", to: provider("other")),
    ])

    @Test(arguments: [
        ("o3-mini", "reasoning"), ("openai:o3-mini", "reasoning"), ("gpt-4o", "gpt"), ("openai:gpt-4o", "gpt"),
        ("openai:Qwen/Qwen2.5-VL", "other"), ("openai:opus", "other"), ("openai:llava:7b", "other"),
    ])
    func known(_ model: String, _ provider: String) throws {
        #expect(try router.provider(for: model).name == provider)
    }

    @Test(arguments: ["openai:", "Qwen/Qwen2.5-VL", "opus", "o", "anthropic:gpt-4o", ":gpt-4o"])
    func unknown(_ model: String) {
        #expect(throws: ModelError.self) { try router.provider(for: model) }
    }

    @Test("The provider, its gate and its price know the model by the bare name")
    func bareName() async throws {
        let good = #"{"candidates":[{"content":{"parts":[{"text":"[]"}]},"finishReason":"STOP"}]}"#
        let transport = ScriptedTransport(text: good)
        let provider = GeminiProvider(transport: transport, baseURL: "http://127.0.0.1:1", apiKey: nil)
        let gates = InMemoryGateStore()
        let prices = ModelPrices(currency: "USD", models: ["m": ModelPrice(TokenPrices(input: 1_000_000, output: 0))])
        let router = ModelRouter(
            routes: [ModelRoute(qualifier: "gemini", to: provider)],
            prices: prices,
            gates: gates
        )
        _ = try await router.generate(ModelRequest(model: "gemini:m", parts: [.text("read")]))
        #expect(transport.requests.first?.url.hasSuffix("/models/m:generateContent") == true)
        #expect(await gates.gates().map(\.key) == ["gemini/m"])
        #expect(router.cost(of: TokenUsage(prompt: 1_000_000), model: "gemini:m") == 1_000_000)
    }

    @Test("A gate that an operator closed says so, and that another model may be asked")
    func closedGate() async throws {
        let transport = ScriptedTransport(text: "{}")
        let provider = GeminiProvider(transport: transport, baseURL: "http://127.0.0.1:1", apiKey: nil)
        let gates = InMemoryGateStore()
        await gates.close("gemini/m", for: .seconds(60))
        let router = ModelRouter(routes: [ModelRoute(.prefix("m"), to: provider)], gates: gates)
        await #expect {
            try await router.generate(ModelRequest(model: "m", parts: [.text("read")]))
        } throws: { error in
            guard let error = error as? ModelError else { return false }
            return error.errorClass == .capacity && error.message.contains("operator") && error.retryAfter != nil
        }
        #expect(transport.requests.isEmpty)
    }
}
