// SPDX-License-Identifier: Apache-2.0

public import CurlHTTP
import HTTPTypes
import JSON

/// Models behind Gemini's `generateContent` protocol: Google's own, or a server that speaks the same.
public struct GeminiProvider: ModelProvider {
    /// The provider's short name on spans and in results.
    public let name: String
    /// Whose models these are.
    public let vendor: String
    /// The name of the call on spans.
    public var toolName: String { "call_gemini" }

    private let transport: any HTTPTransport
    private let baseURL: String
    private let apiKey: String?

    /// The longest answer that is read; a JSON answer of 65,536 tokens is far below.
    private static let maximumResponseBytes = 16 << 20

    /// Makes a provider.
    ///
    /// - Parameters:
    ///   - transport: The way out; a guarded one must allow the host of `baseURL`.
    ///   - baseURL: Scheme, host and any path before `/v1beta`, such as `https://generativelanguage.googleapis.com`.
    ///   - apiKey: Sent as the header `x-goog-api-key`, never in the URL; nil for a server that asks for none.
    ///   - name: What spans and results call the provider.
    ///   - vendor: Whose models these are.
    public init(
        transport: any HTTPTransport,
        baseURL: String,
        apiKey: String?,
        name: String = "gemini",
        vendor: String = "google"
    ) {
        self.transport = transport
        self.baseURL = baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL
        self.apiKey = apiKey
        self.name = name
        self.vendor = vendor
    }

    /// Asks once; every failure, on the wire or in the answer, is told by its ``ErrorClass``.
    public func generate(_ request: ModelRequest) async throws(ModelError) -> ModelResponse {
        let response = try await send(request)
        guard response.status.kind == .successful else {
            throw GeminiFailure(response).error
        }
        return try GeminiReply(response).response(model: request.model)
    }

    private func send(_ request: ModelRequest) async throws(ModelError) -> HTTPTransportResponse {
        let wire = try wireRequest(request)
        do throws(HTTPTransportError) {
            return try await transport.send(wire)
        } catch {
            throw ModelError(transport: error, timeout: request.timeout)
        }
    }

    private func wireRequest(_ request: ModelRequest) throws(ModelError) -> HTTPTransportRequest {
        guard isPathSafe(request.model) else {
            throw ModelError(.modelNotFound, "the model name may hold letters, digits and \"-._/@:\" only")
        }
        var headers: HTTPFields = [.contentType: "application/json", .accept: "application/json"]
        if let apiKey {
            headers[.googleAPIKey] = apiKey
        }
        return HTTPTransportRequest(
            method: .post,
            url: "\(baseURL)/v1beta/models/\(request.model):generateContent",
            headers: headers,
            body: GeminiRequestBody(request).bytes,
            timeouts: HTTPTimeouts(total: request.timeout),
            maximumResponseBytes: Self.maximumResponseBytes
        )
    }

    /// A model name comes from a job and ends in the URL's path.
    private func isPathSafe(_ model: String) -> Bool {
        !model.isEmpty && !model.contains("..") && model.utf8.count <= 200
            && model.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "-._/@:".utf8.contains(byte)
                }
            }
    }
}

extension HTTPField.Name {
    /// Gemini's key header.
    static var googleAPIKey: HTTPField.Name { HTTPField.Name("x-goog-api-key")! }
}
