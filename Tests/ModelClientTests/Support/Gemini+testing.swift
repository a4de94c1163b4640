// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import HTTPTypes
import ModelClient

extension ModelRequest {
    static let question = ModelRequest(model: "gemini-2.5-flash", parts: [.text("read this")])
}

/// What a Gemini provider makes of one scripted answer.
func outcome(
    status: Int = 200,
    headers: HTTPFields = [:],
    _ text: String
) async -> Result<ModelResponse, ModelError> {
    await outcome(of: ScriptedTransport(status: status, headers: headers, text: text))
}

func outcome(of transport: ScriptedTransport) async -> Result<ModelResponse, ModelError> {
    let provider = GeminiProvider(transport: transport, baseURL: "http://127.0.0.1:1", apiKey: nil)
    do throws(ModelError) {
        return .success(try await provider.generate(.question))
    } catch {
        return .failure(error)
    }
}

extension Result where Success == ModelResponse, Failure == ModelError {
    var error: ModelError? {
        if case .failure(let error) = self { error } else { nil }
    }
}
