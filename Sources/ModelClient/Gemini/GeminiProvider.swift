// SPDX-License-Identifier: Apache-2.0

public import CurlHTTP
import HTTPTypes
import JSON
public import Logging

/// Models behind Gemini's `generateContent` protocol: the Gemini API, Vertex AI, or a server that speaks the same.
public struct GeminiProvider: ModelProvider {
    /// The provider's short name on spans and in results.
    public let name: String
    /// Whose models these are.
    public let vendor: String
    /// The name of the call on spans.
    public var toolName: String { "call_gemini" }

    let transport: any HTTPTransport
    let baseURL: String
    let access: GeminiAccess
    let files: GeminiFileStore
    let maximumInlineBytes: Int
    private let logger: Logger

    /// The most that a request to the Gemini API may hold, 20 MB, less a little for what is not counted here.
    public static let defaultMaximumInlineBytes = 19_000_000

    /// Makes a provider of the Gemini API.
    ///
    /// - Parameters:
    ///   - transport: The way out; a guarded one must allow the host of `baseURL`.
    ///   - baseURL: Scheme, host and any path before `/v1beta`, such as `https://generativelanguage.googleapis.com`.
    ///   - apiKey: Sent as the header `x-goog-api-key`, never in the URL; nil for a server that asks for none.
    ///   - name: What spans and results call the provider.
    ///   - vendor: Whose models these are.
    ///   - maximumInlineBytes: A request with a larger body has its files uploaded first and deleted afterwards.
    ///   - clock: What waiting for an uploaded file is timed with.
    ///   - logger: Told when an uploaded file could not be deleted.
    public init(
        transport: any HTTPTransport,
        baseURL: String,
        apiKey: String?,
        name: String = "gemini",
        vendor: String = "google",
        maximumInlineBytes: Int = defaultMaximumInlineBytes,
        clock: any Clock<Duration> = .continuous,
        logger: Logger = Logger(label: "model-client")
    ) {
        self.init(transport, baseURL, .apiKey(apiKey), name, vendor, maximumInlineBytes, clock, logger)
    }

    /// Makes a provider of Vertex AI.
    ///
    /// Vertex AI has no Files API, so every file goes into the request.
    ///
    /// - Parameters:
    ///   - transport: The way out; a guarded one must allow the host of `baseURL`.
    ///   - project: The Google Cloud project that pays.
    ///   - location: The region, such as `asia-southeast1`, or `eu`, `us` or `global`.
    ///   - tokens: Where access tokens come from, such as a ``GoogleServiceAccount``.
    ///   - baseURL: Scheme and host in place of those that belong to the location.
    ///   - name: What spans and results call the provider.
    public init(
        transport: any HTTPTransport,
        project: String,
        location: String,
        tokens: any AccessTokenSource,
        baseURL: String? = nil,
        name: String = "vertex"
    ) {
        let host =
            switch location {
            case "global": "aiplatform.googleapis.com"
            case "eu", "us": "aiplatform.\(location).rep.googleapis.com"
            default: "\(location)-aiplatform.googleapis.com"
            }
        let access = GeminiAccess.vertexAI(project: project, location: location, tokens: tokens)
        let logger = Logger(label: "model-client")
        self.init(transport, baseURL ?? "https://\(host)", access, name, "google", .max, .continuous, logger)
    }

    private init(
        _ transport: any HTTPTransport,
        _ baseURL: String,
        _ access: GeminiAccess,
        _ name: String,
        _ vendor: String,
        _ maximumInlineBytes: Int,
        _ clock: any Clock<Duration>,
        _ logger: Logger
    ) {
        self.transport = transport
        self.baseURL = baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL
        self.access = access
        self.name = name
        self.vendor = vendor
        self.maximumInlineBytes = maximumInlineBytes
        self.logger = logger
        files = GeminiFileStore(transport: transport, baseURL: self.baseURL, access: access, clock: clock)
    }

    /// Asks once; every failure, on the wire or in the answer, is told by its ``ErrorClass``.
    public func generate(_ request: ModelRequest) async throws(ModelError) -> ModelResponse {
        try ModelName.check(request.model)
        let body = GeminiRequestBody.make(request)
        guard access.hasFiles, body.byteCount > maximumInlineBytes, request.fileCount > 0 else {
            return try await ask(request, body)
        }
        return try await askWithUploads(request)
    }

    /// The models that the key may use and that can generate content.
    public func models() async throws(ModelError) -> [AvailableModel] {
        try await GeminiModelList(transport: transport, baseURL: baseURL, access: access).all()
    }

    private func ask(_ request: ModelRequest, _ body: JSONBody) async throws(ModelError) -> ModelResponse {
        var headers = try await access.headers()
        headers[.contentType] = "application/json"
        headers[.accept] = request.streaming == nil ? "application/json" : "text/event-stream"
        let verb = request.streaming == nil ? "generateContent" : "streamGenerateContent?alt=sse"
        var wire = HTTPTransportRequest(
            method: .post,
            url: "\(baseURL)\(access.modelsPath)\(request.model):\(verb)",
            headers: headers
        )
        wire.bodySource = body
        do throws(ModelError) {
            return try await ModelExchange(
                transport: transport,
                dialect: GeminiDialect(sharesCapacity: !access.hasFiles)
            )
            .run(wire, for: request)
        } catch {
            await access.discardToken(after: error)
            throw error
        }
    }

    /// Uploads the files, asks, and deletes them whatever happened, a cancellation included.
    private func askWithUploads(_ request: ModelRequest) async throws(ModelError) -> ModelResponse {
        let deadline = ContinuousClock.now + request.timeLimit
        var uploads: [Int: GeminiFile] = [:]
        let result: Result<ModelResponse, ModelError>
        do throws(ModelError) {
            for (index, part) in request.parts.enumerated() {
                guard case .data(let bytes, let mediaType, _) = part else { continue }
                let file = try await files.upload(bytes, mediaType: mediaType, by: deadline)
                uploads[index] = file
                uploads[index] = try await files.waitUntilActive(file, by: deadline)
            }
            var rest = request
            rest.timeout = max(.zero, deadline - .now)
            result = .success(try await ask(rest, GeminiRequestBody.make(request, uploads: uploads)))
        } catch {
            result = .failure(error)
        }
        await delete(Array(uploads.values), isAwaited: !request.isSuperseded())
        return try result.get()
    }

    /// In a task of its own: one that is cancelled could send nothing any more.
    private func delete(_ uploads: [GeminiFile], isAwaited: Bool) async {
        let deletion = Task {
            for file in uploads {
                do throws(ModelError) {
                    try await files.delete(file)
                } catch {
                    // Google deletes it after 48 hours.
                    logger.warning("uploaded file not deleted", metadata: ["error.type": "\(error.errorClass)"])
                }
            }
        }
        // Somebody waits for the other call's answer.
        if isAwaited { await deletion.value }
    }
}

extension GeminiAccess {
    fileprivate func discardToken(after error: ModelError) async {
        guard case .vertexAI(_, _, let tokens) = self, error.httpStatus == 401 else { return }
        await tokens.discard()
    }
}
