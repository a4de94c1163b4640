// SPDX-License-Identifier: Apache-2.0

public import CurlHTTP
import HTTPTypes
import JSON

/// Models behind OpenAI's chat completions: OpenAI's own, or of any server that speaks the same.
public struct OpenAIProvider: ModelProvider {
    /// The provider's short name on spans and in results.
    public let name: String
    /// Whose models these are.
    public let vendor: String
    /// The name of the call on spans.
    public var toolName: String { "call_openai" }

    private let transport: any HTTPTransport
    private let baseURL: String
    private let apiKey: String?
    private let omittedParameters: Set<String>

    /// Makes a provider.
    ///
    /// - Parameters:
    ///   - transport: The way out; a guarded one must allow the host of `baseURL`.
    ///   - baseURL: Everything before `/chat/completions`, such as `https://api.openai.com/v1`.
    ///   - apiKey: Sent as a bearer token; nil for a server that asks for none.
    ///   - name: What spans and results call the provider.
    ///   - vendor: Whose models these are.
    ///   - omittedParameters: Members of the body to leave out; reasoning models refuse `temperature` and `top_p`.
    public init(
        transport: any HTTPTransport,
        baseURL: String = "https://api.openai.com/v1",
        apiKey: String?,
        name: String = "openai",
        vendor: String = "openai",
        omittedParameters: Set<String> = []
    ) {
        self.transport = transport
        self.baseURL = baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL
        self.apiKey = apiKey
        self.name = name
        self.vendor = vendor
        self.omittedParameters = omittedParameters
    }

    /// Asks once; every failure, on the wire or in the answer, is told by its ``ErrorClass``.
    ///
    /// `topK` is not sent: chat completions have no such parameter.
    public func generate(_ request: ModelRequest) async throws(ModelError) -> ModelResponse {
        let schema = request.responseSchema.map { StrictSchema($0, nulls: .union) }
        var wire = HTTPTransportRequest(method: .post, url: "\(baseURL)/chat/completions", headers: headers)
        wire.headers[.contentType] = "application/json"
        wire.headers[.accept] = "application/json"
        wire.bodySource = try OpenAIRequestBody.make(request, schema, parameters(of: request))
        var response = try await ModelExchange(transport: transport, dialect: OpenAIDialect()).run(wire, for: request)
        if let schema { response.text = schema.unwrapped(response.text) }
        return response
    }

    /// The models that the key may use.
    public func models() async throws(ModelError) -> [AvailableModel] {
        let list = ModelList(transport: transport, dialect: OpenAIDialect(), headers: headers)
        return try await list.all(url: "\(baseURL)/models") { body in
            let names = (body["data"]?.arrayValue ?? []).compactMap { $0["id"]?.stringValue }
            return ModelList.Page(models: names.map { AvailableModel(name: $0) }, next: nil)
        }
    }

    private var headers: HTTPFields {
        apiKey.map { [.authorization: "Bearer \($0)"] } ?? [:]
    }

    private func parameters(of request: ModelRequest) -> JSONObject {
        var parameters: JSONObject = [
            "model": .string(request.model),
            "temperature": .double(request.sampling.temperature),
            "top_p": .double(request.sampling.topP),
            "max_completion_tokens": .integer(Int64(request.sampling.maximumOutputTokens)),
        ]
        parameters["reasoning_effort"] = request.sampling.thinking.map { .string($0.rawValue) }
        if request.streaming != nil {
            parameters["stream"] = true
            parameters["stream_options"] = ["include_usage": true]
        }
        for name in omittedParameters { parameters[name] = nil }
        return parameters
    }
}
