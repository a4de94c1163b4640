// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import ModelClient

/// Who answers for which model, as far as there are keys.
struct ModelProviders {
    let options: ModelOptions
    let transport: any HTTPTransport

    /// What an operator can do about a model that nobody answers for.
    static let hint = """
        set GEMINI_API_KEY, OPENAI_API_KEY or ANTHROPIC_API_KEY, or a base URL for a server that asks for no key; for Vertex \
        AI, GOOGLE_APPLICATION_CREDENTIALS or GCE_METADATA_HOST, and GOOGLE_CLOUD_PROJECT
        """

    // Where the services are, unless somebody says otherwise.
    static let geminiURL = "https://generativelanguage.googleapis.com"
    static let openAIURL = "https://api.openai.com/v1"
    static let anthropicURL = "https://api.anthropic.com"

    /// Whether we show a key, or an account, to the provider of that name.
    static func isKeyed(_ provider: String) -> Bool {
        switch provider {
        case "local": false
        case "openai": Settings.openaiKey.value != nil
        case "gemini": (Settings.geminiKey.value ?? Settings.googleKey.value) != nil
        default: true
        }
    }

    /// The first that matches a name wins.
    func routes() throws -> [ModelRoute] {
        try geminiRoutes() + openAIRoutes() + anthropicRoutes() + [local]
    }

    /// With both, names without a qualifier are the Gemini API's.
    private func geminiRoutes() throws -> [ModelRoute] {
        let key = Settings.geminiKey.value ?? Settings.googleKey.value
        let vertex = try vertexProvider()
        var routes: [ModelRoute] = []
        let baseURL = options.geminiURL ?? Settings.geminiURL.value
        if key != nil || baseURL != nil {
            let url = baseURL ?? Self.geminiURL
            let gemini = GeminiProvider(transport: transport, baseURL: url, apiKey: key)
            routes += [ModelRoute(qualifier: "gemini", to: gemini), ModelRoute(.prefix("gemini"), to: gemini)]
        }
        if let vertex {
            routes += [ModelRoute(qualifier: "vertex", to: vertex), ModelRoute(.prefix("gemini"), to: vertex)]
        }
        return routes
    }

    /// Nil without a project, too: the account may be there for files in buckets only.
    private func vertexProvider() throws -> GeminiProvider? {
        guard let credentials = try GoogleCredentials.configured(transport),
            let project = options.vertexProject ?? Settings.vertexProject.value ?? credentials.projectID
        else { return nil }
        return GeminiProvider(
            transport: transport,
            project: project,
            location: options.vertexLocation,
            tokens: credentials.tokens,
            baseURL: options.vertexURL ?? Settings.vertexURL.value
        )
    }

    /// Reasoning models refuse the parameters of sampling.
    private func openAIRoutes() -> [ModelRoute] {
        let key = Settings.openaiKey.value
        let baseURL = options.openaiURL ?? Settings.openaiURL.value
        guard key != nil || baseURL != nil else { return [] }
        let url = baseURL ?? Self.openAIURL
        let plain = OpenAIProvider(transport: transport, baseURL: url, apiKey: key)
        let reasoning = OpenAIProvider(
            transport: transport,
            baseURL: url,
            apiKey: key,
            omittedParameters: ["temperature", "top_p"]
        )
        return [
            ModelRoute(.prefix("gpt-5"), qualifier: "openai", to: reasoning),
            ModelRoute(.numbered("o"), qualifier: "openai", to: reasoning),
            ModelRoute(.prefix("gpt"), qualifier: "openai", to: plain),
            ModelRoute(qualifier: "openai", to: plain),
        ]
    }

    private func anthropicRoutes() -> [ModelRoute] {
        guard let key = Settings.anthropicKey.value else { return [] }
        let url = options.anthropicURL ?? Settings.anthropicURL.value ?? Self.anthropicURL
        let provider = AnthropicProvider(transport: transport, baseURL: url, apiKey: key)
        return [ModelRoute(.prefix("claude"), to: provider), ModelRoute(qualifier: "anthropic", to: provider)]
    }

    private var local: ModelRoute {
        let provider = GeminiProvider(
            transport: transport,
            baseURL: options.localModelURL,
            apiKey: nil,
            name: "local",
            vendor: "tesseract"
        )
        return ModelRoute(.prefix("local-"), to: provider)
    }
}
