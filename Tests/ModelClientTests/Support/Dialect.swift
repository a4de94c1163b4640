// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import HTTPTypes
import ModelClient

/// A provider in front of a scripted transport.
enum Dialect: CaseIterable {
    case gemini
    case openAI
    case anthropic

    func provider(_ transport: ScriptedTransport) -> any ModelProvider {
        let url = "http://127.0.0.1:1"
        switch self {
        case .gemini: return GeminiProvider(transport: transport, baseURL: url, apiKey: nil)
        case .openAI: return OpenAIProvider(transport: transport, baseURL: url, apiKey: nil)
        case .anthropic: return AnthropicProvider(transport: transport, baseURL: url, apiKey: "k")
        }
    }

    /// What a provider makes of one scripted answer.
    func outcome(
        status: Int = 200,
        headers: HTTPFields = [:],
        streaming: Bool = false,
        _ text: String
    ) async -> Result<ModelResponse, ModelError> {
        await outcome(streaming: streaming, of: ScriptedTransport(status: status, headers: headers, text: text))
    }

    func outcome(streaming: Bool = false, of transport: ScriptedTransport) async -> Result<ModelResponse, ModelError> {
        var question = ModelRequest.question
        if streaming { question.streaming = StreamingTimeouts() }
        do throws(ModelError) {
            return .success(try await provider(transport).generate(question))
        } catch {
            return .failure(error)
        }
    }
}

/// What a Gemini provider makes of one scripted answer.
func outcome(
    status: Int = 200,
    headers: HTTPFields = [:],
    _ text: String
) async -> Result<ModelResponse, ModelError> {
    await Dialect.gemini.outcome(status: status, headers: headers, text)
}

extension ModelRequest {
    static let question = ModelRequest(model: "gemini-2.5-flash", parts: [.text("read this")])
}

extension Result where Success == ModelResponse, Failure == ModelError {
    var error: ModelError? {
        if case .failure(let error) = self { error } else { nil }
    }
}
