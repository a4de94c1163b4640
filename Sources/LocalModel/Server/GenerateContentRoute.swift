// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import JSON
import Logging
import NIOCore

/// The routes of the server: `generateContent` and chat completions, whole and streamed, the lists of models, and a
/// health check.
struct GenerateContentRoute: Sendable {
    private let configuration: LocalModelConfiguration
    private let model: SheetModel
    let faults: FaultInjector
    private let logger: Logger

    init(configuration: LocalModelConfiguration, pool: OCRPool, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
        model = SheetModel(pool: pool)
        faults = FaultInjector(configuration.faults)
    }

    func router() -> Router<LocalModelContext> {
        let router = Router(context: LocalModelContext.self)
        router.get("healthz") { _, _ in "ok" }
        router.get("v1beta/models") { _, _ in Self.response(200, Self.models) }
        router.post("v1beta/models/:call") { request, context in
            await answering({ $0.json }) { try await respond(to: request, context) }
        }
        addChat(to: router)
        return router
    }

    private static let models: JSONValue = [
        "models": [
            [
                "name": "models/local-model",
                "displayName": "Local reader of printed tally sheets",
                "supportedGenerationMethods": ["generateContent", "streamGenerateContent"],
            ]
        ]
    ]

    private func respond(to request: Request, _ context: LocalModelContext) async throws -> Response {
        let call = try ModelMethod(context.parameters.get("call") ?? "", query: request.uri.query)
        let injected = faults.next(for: call.model)
        if let early = try await refusal(injected, context) { return early }
        let question = try GenerateContentRequest(try await json(of: request))
        let answer = FaultyResponse(injected).spoiled(try await answer(to: question, model: call.model))
        let body = call.isStreamed ? answer.eventStream : answer.json.serialized()
        return FaultyResponse(injected).response(body, streamed: call.isStreamed)
    }

    /// What the body gives; an error is told in the shape of the protocol.
    func answering(_ json: (GoogleStatus) -> JSONValue, _ body: () async throws -> Response) async -> Response {
        do {
            return try await body()
        } catch let status as GoogleStatus {
            return Self.response(status.code, json(status), retryAfter: status.retryAfter)
        } catch let error as LocalModelError {
            let status = GoogleStatus(error)
            return Self.response(status.code, json(status))
        } catch {
            logger.error("request failed", metadata: ["error.type": "\(type(of: error))"])
            return Self.response(500, json(GoogleStatus(500, "An internal error has occurred.")))
        }
    }

    func answer(to question: GenerateContentRequest, model name: String) async throws -> GenerateContentResponse {
        let deadline = ContinuousClock.now + configuration.requestTimeout
        let text = try await model.answer(question, deadline: deadline)
        return GenerateContentResponse(text: text, to: question, model: name, responseID: Self.identifier())
    }

    func json(of request: Request) async throws -> JSONValue {
        let bytes = try await body(of: request)
        do throws(JSONError) {
            return try JSONValue(parsing: bytes, limits: .standard)
        } catch {
            throw GoogleStatus(400, "Invalid JSON payload received: \(error.message)")
        }
    }

    private func body(of request: Request) async throws -> [UInt8] {
        do {
            return [UInt8](try await request.body.collect(upTo: configuration.maximumBodyBytes).readableBytesView)
        } catch is NIOTooManyBytesError {
            throw GoogleStatus(413, "The request is larger than \(configuration.maximumBodyBytes) bytes.")
        }
    }

    /// Faults that need no answer of the model; a delay passes first.
    func refusal(_ injected: [Fault], _ context: LocalModelContext) async throws -> Response? {
        for fault in injected {
            switch fault {
            case .delay(let duration): try await Task.sleep(for: duration)
            case .status(let code): throw GoogleStatus(code, "Injected fault: status \(code).")
            case .rateLimit(let retryAfter):
                throw GoogleStatus(429, "Injected fault: quota exceeded.", retryAfter: retryAfter ?? .seconds(1))
            case .drop:
                context.channel.close(promise: nil)
                return Response(status: .serviceUnavailable)
            case .dailyQuota:
                throw GoogleStatus(
                    429,
                    "Injected fault: the day's quota is used up.",
                    quotaID: "GenerateRequestsPerDayPerProjectPerModel"
                )
            case .tooManyTokens:
                throw GoogleStatus(400, "Injected fault: the input token count exceeds the maximum of tokens allowed.")
            case .malformed, .wrongShape, .miscount, .loop, .truncated, .brokenBody, .stall, .safety, .finish,
                .promptBlocked, .empty:
                break
            }
        }
        return nil
    }

    private static func identifier() -> String {
        String(UInt64.random(in: .min ... .max), radix: 36) + String(UInt64.random(in: .min ... .max), radix: 36)
    }

    static func response(_ code: Int, _ json: JSONValue, retryAfter: Duration? = nil) -> Response {
        response(code, json.serialized(), retryAfter: retryAfter)
    }

    static func response(
        _ code: Int,
        _ body: [UInt8],
        type: String = "application/json; charset=UTF-8",
        retryAfter: Duration? = nil
    ) -> Response {
        var headers = HTTPFields()
        headers[.contentType] = type
        if let retryAfter {
            headers[.retryAfter] = String(max(1, Int((retryAfter / .seconds(1)).rounded(.up))))
        }
        return Response(status: .init(code: code), headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: body)))
    }
}
