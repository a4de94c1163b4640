// SPDX-License-Identifier: Apache-2.0

import Foundation
import FoundationNetworking
import JSON
import Logging

@testable import LocalModel

/// A local model on a port of the kernel's choice, for the length of a closure.
struct RunningServer: Sendable {
    struct Answer: Sendable {
        var status: Int
        var headers: [String: String]
        var body: JSONValue?

        /// The model's own text.
        var text: String? { body?["candidates"]?[0]?["content"]?["parts"]?[0]?["text"]?.stringValue }
    }

    let endpoints: [LocalModelEndpoint]

    static func with<Result: Sendable>(
        _ configuration: LocalModelConfiguration = .init(concurrency: 1),
        _ body: @Sendable @escaping (RunningServer) async throws -> Result
    ) async throws -> Result {
        let expected = configuration.unixSocketPath == nil ? 1 : 2
        let (listening, continuation) = AsyncStream.makeStream(of: LocalModelEndpoint.self)
        let server = LocalModelServer(
            configuration: configuration,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ) {
            continuation.yield($0)
        }
        return try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask {
                try await server.run()
                continuation.finish()
                return nil
            }
            group.addTask {
                var endpoints: [LocalModelEndpoint] = []
                for await endpoint in listening {
                    endpoints.append(endpoint)
                    if endpoints.count == expected { break }
                }
                return try await body(RunningServer(endpoints: endpoints))
            }
            defer { group.cancelAll() }
            while let finished = try await group.next() {
                if let finished { return finished }
            }
            throw LocalModelError(.shutDown, "The server ended before it listened.")
        }
    }

    var baseURL: String {
        endpoints.lazy.compactMap { if case .tcp = $0 { $0.baseURL } else { nil } }.first ?? ""
    }

    func get(_ path: String) async throws -> Answer {
        guard let url = URL(string: baseURL + path) else { throw URLError(.badURL) }
        return try await send(URLRequest(url: url))
    }

    func generate(
        _ body: JSONValue,
        model: String = "local-model",
        timeout: TimeInterval = 120
    ) async throws -> Answer {
        try await post(body.serialized(), to: "/v1beta/models/\(model):generateContent", timeout: timeout)
    }

    func post(_ body: [UInt8], to path: String, timeout: TimeInterval = 120) async throws -> Answer {
        guard let url = URL(string: baseURL + path) else { throw URLError(.badURL) }
        var request = URLRequest(url: url)
        request.httpMethod = "POST"
        request.timeoutInterval = timeout
        request.httpBody = Data(body)
        return try await send(request)
    }

    private func send(_ request: URLRequest) async throws -> Answer {
        // A connection for each request: a dropped one that was used before would be tried again by the client.
        let session = URLSession(configuration: .ephemeral)
        defer { session.invalidateAndCancel() }
        let (data, response) = try await session.data(for: request)
        guard let response = response as? HTTPURLResponse else { throw URLError(.badServerResponse) }
        let headers = response.allHeaderFields.reduce(into: [String: String]()) { result, field in
            result["\(field.key)".lowercased()] = "\(field.value)"
        }
        return Answer(status: response.statusCode, headers: headers, body: try? JSONValue(parsing: [UInt8](data)))
    }

    /// A request with one page, or with text only.
    static func request(page: [UInt8]? = nil, type: String = "image/png") -> JSONValue {
        var parts: [JSONValue] = [["text": "Read the sheet."]]
        if let page {
            let data = Data(page).base64EncodedString()
            parts.append(["inlineData": ["mimeType": .string(type), "data": .string(data)]])
        }
        return ["contents": [["role": "user", "parts": .array(parts)]]]
    }
}
