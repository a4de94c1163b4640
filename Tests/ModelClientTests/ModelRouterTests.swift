// SPDX-License-Identifier: Apache-2.0

import ModelClient
import Testing

@Suite("Which provider answers for a model")
struct ModelRouterTests {
    private static func provider(_ name: String) -> GeminiProvider {
        GeminiProvider(transport: ScriptedTransport(text: "{}"), baseURL: "http://127.0.0.1:1", apiKey: nil, name: name)
    }

    private let router = ModelRouter(routes: [
        ModelRoute(.prefix("gemini"), to: provider("gemini")), ModelRoute(.exact("local-model"), to: provider("local")),
    ])

    @Test(arguments: [("gemini-2.5-flash", "gemini"), ("gemini", "gemini"), ("local-model", "local")])
    func known(_ model: String, _ provider: String) throws {
        #expect(try router.provider(for: model).name == provider)
    }

    @Test(arguments: ["gpt-9", "local-model-2", ""])
    func unknown(_ model: String) {
        #expect { try router.provider(for: model) } throws: { error in
            guard let error = error as? ModelError else { return false }
            return error.errorClass == .modelNotFound && error.message.contains("gemini…, local-model")
        }
    }
}
