// SPDX-License-Identifier: Apache-2.0

import HTTPTypes

/// Through which door Gemini's models are asked.
enum GeminiAccess: Sendable {
    /// The Gemini API, or a server that speaks the same; nil for one that asks for no key.
    case apiKey(String?)
    /// Vertex AI.
    case vertexAI(project: String, location: String, tokens: any AccessTokenSource)

    /// Whether the Files API is there.
    var hasFiles: Bool {
        if case .apiKey = self { true } else { false }
    }

    /// The path before a model's name.
    var modelsPath: String {
        switch self {
        case .apiKey: "/v1beta/models/"
        case .vertexAI(let project, let location, _):
            "/v1beta1/projects/\(project)/locations/\(location)/publishers/google/models/"
        }
    }

    /// The path of the list of models.
    var listPath: String {
        switch self {
        case .apiKey: "/v1beta/models"
        case .vertexAI: "/v1beta1/publishers/google/models"
        }
    }

    /// What proves who we are.
    func headers() async throws(ModelError) -> HTTPFields {
        switch self {
        case .apiKey(let key):
            return key.map { [.googleAPIKey: $0] } ?? [:]
        case .vertexAI(_, _, let tokens):
            return [.authorization: "Bearer \(try await tokens.token())"]
        }
    }
}

extension HTTPField.Name {
    /// Gemini's key header.
    static var googleAPIKey: HTTPField.Name { HTTPField.Name("x-goog-api-key")! }
}
