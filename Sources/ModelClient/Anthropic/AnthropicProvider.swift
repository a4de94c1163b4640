// SPDX-License-Identifier: Apache-2.0

public import CurlHTTP
import HTTPTypes
import JSON

/// Anthropic's models behind its messages API.
public struct AnthropicProvider: ModelProvider {
    /// The provider's short name on spans and in results.
    public let name: String
    /// Whose models these are.
    public var vendor: String { "anthropic" }
    /// The name of the call on spans.
    public var toolName: String { "call_anthropic" }

    private let transport: any HTTPTransport
    private let baseURL: String
    private let apiKey: String

    /// Makes a provider.
    ///
    /// - Parameters:
    ///   - transport: The way out; a guarded one must allow the host of `baseURL`.
    ///   - baseURL: Everything before `/v1/messages`.
    ///   - apiKey: Sent as a bearer token.
    ///   - name: What spans and results call the provider.
    public init(
        transport: any HTTPTransport,
        baseURL: String = "https://api.anthropic.com",
        apiKey: String,
        name: String = "anthropic"
    ) {
        self.transport = transport
        self.baseURL = baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL
        self.apiKey = apiKey
        self.name = name
    }

    /// Asks once; every failure, on the wire or in the answer, is told by its ``ErrorClass``.
    ///
    /// Temperature, `topP` and `topK` are not sent: the API no longer has them.
    public func generate(_ request: ModelRequest) async throws(ModelError) -> ModelResponse {
        let schema = request.responseSchema.map { StrictSchema($0, nulls: .optional) }
        var wire = HTTPTransportRequest(method: .post, url: "\(baseURL)/v1/messages", headers: headers)
        wire.headers[.contentType] = "application/json"
        wire.headers[.accept] = "application/json"
        wire.bodySource = try AnthropicRequestBody.make(request, schema)
        var response = try await ModelExchange(transport: transport, dialect: AnthropicDialect()).run(
            wire,
            for: request
        )
        if let schema { response.text = schema.unwrapped(response.text) }
        return response
    }

    /// The models that the key may use.
    public func models() async throws(ModelError) -> [AvailableModel] {
        let list = ModelList(transport: transport, dialect: AnthropicDialect(), headers: headers)
        return try await list.all(url: "\(baseURL)/v1/models?limit=100", Self.page)
    }

    private var headers: HTTPFields {
        [.authorization: "Bearer \(apiKey)", .anthropicVersion: "2026-10-21"]
    }

    private static func missing(in capabilities: JSONValue?) -> Set<ModelCapability> {
        let names: [(String, ModelCapability)] = [
            ("image_input", .pictures), ("pdf_input", .documents), ("structured_outputs", .structuredAnswers),
            ("effort", .thinking),
        ]
        return Set(names.filter { capabilities?[$0.0]?["supported"]?.boolValue == false }.map(\.1))
    }

    private static func page(_ body: JSONValue) -> ModelList.Page {
        let models = (body["data"]?.arrayValue ?? []).compactMap { entry in
            entry["id"]?.stringValue.map { name in
                AvailableModel(
                    name: name,
                    displayName: entry["display_name"]?.stringValue,
                    maximumInputTokens: entry["max_input_tokens"]?.intValue,
                    maximumOutputTokens: entry["max_tokens"]?.intValue,
                    missing: missing(in: entry["capabilities"])
                )
            }
        }
        let last = body["has_more"]?.boolValue == true ? body["last_id"]?.stringValue : nil
        return ModelList.Page(models: models, next: last.map { "&after_id=\($0.percentEncoded())" })
    }
}

extension HTTPField.Name {
    fileprivate static var anthropicVersion: HTTPField.Name { HTTPField.Name("anthropic-version")! }
}
