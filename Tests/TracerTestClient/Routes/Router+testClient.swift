// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPTypes
import Hummingbird
import JSON
import NIOCore

typealias TestClientRouter = Router<BasicRequestContext>

extension Router where Context == BasicRequestContext {
    /// All routes; an unknown path answers 404, by which suites see that the server is up.
    static func testClient(of host: TracedHost) -> TestClientRouter {
        let router = TestClientRouter()
        SpanRoutes(host: host).add(to: router)
        SpanChangeRoutes(spans: host.spans).add(to: router)
        PropagationRoutes(host: host).add(to: router)
        BaggageRoutes(spans: host.spans).add(to: router)
        OTelSpanRoutes(host: host).add(to: router)
        OTelSpanChangeRoutes(spans: host.spans).add(to: router)
        LLMObsRoutes(host: host).add(to: router)
        ProcessRoutes(host: host).add(to: router)
        return router
    }

    /// A route whose request and answer are JSON.
    func json<Body: Decodable & SendableMetatype, Answer: Encodable & Sendable>(
        _ path: RouterPath,
        method: HTTPRequest.Method = .post,
        _ handle: @escaping @Sendable (Body) async throws -> Answer
    ) {
        json(path, method: method) { body, _ in try await handle(body) }
    }

    /// The same, with the body as it came: attributes have to be told apart by type.
    func json<Body: Decodable & SendableMetatype, Answer: Encodable & Sendable>(
        _ path: RouterPath,
        method: HTTPRequest.Method = .post,
        _ handle: @escaping @Sendable (Body, JSONValue) async throws -> Answer
    ) {
        on(path, method: method) { request, _ in
            let bytes = Array(buffer: try await request.body.collect(upTo: maximumBodyBytes))
            let body = bytes.isEmpty ? Array("{}".utf8) : bytes
            return JSONAnswer(try await handle(decode(body), JSONValue(parsing: body)))
        }
    }
}

private let maximumBodyBytes = 1 << 20

private func decode<Body: Decodable>(_ bytes: [UInt8]) throws -> Body {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    do {
        return try decoder.decode(Body.self, from: Data(bytes))
    } catch {
        throw HTTPError(.badRequest, message: "the body cannot be used: \(error)")
    }
}
