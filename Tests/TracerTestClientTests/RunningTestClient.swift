// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import Foundation
import HTTPTypes
import JSON
import Logging
import TestSupport

/// A test client of its own, seen from outside only, whose traces go to the agent at `agentURL`.
struct RunningTestClient {
    private let process: ChildProcess
    private let folder: TemporaryDirectory
    private let transport = CurlTransport(logger: Logger(label: "test"))
    private let url: String

    /// The executable: beside the test bundle.
    private static let program =
        URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().path + "/TracerTestClient"

    static func start(agentURL: String, environment: [String: String] = [:]) async throws -> RunningTestClient {
        try await LoopbackPort.retrying {
            let client = try RunningTestClient(agentURL: agentURL, environment: environment)
            try await client.waitUntilReady()
            return client
        }
    }

    private init(agentURL: String, environment: [String: String]) throws {
        folder = try TemporaryDirectory()
        let port = try LoopbackPort.unused()
        url = "http://127.0.0.1:\(port)"
        let standard = ["APM_TEST_CLIENT_SERVER_PORT": "\(port)", "DD_TRACE_AGENT_URL": agentURL]
        process = try ChildProcess(
            Self.program,
            arguments: [],
            environment: standard.merging(environment) { $1 },
            outputPath: folder.path + "/client.log"
        )
    }

    /// Suites ask for a path that does not exist until the answer is 404.
    private func waitUntilReady() async throws {
        try await eventually("the test client to answer", of: process, log: log) {
            try await status("/no-such-path") == 404
        }
    }

    var log: String {
        (try? String(contentsOfFile: folder.path + "/client.log", encoding: .utf8)) ?? ""
    }

    /// The answer's status; nil while nobody listens.
    func status(_ path: String) async throws -> Int? {
        try? await transport.send(HTTPTransportRequest(url: url + path)).status.code
    }

    /// Sends a request and gives its answer; ids come back as strings, since they pass the range of JSON's integers.
    @discardableResult
    func call(_ path: String, _ body: JSONValue = [:]) async throws -> JSONValue {
        try await send(.post, path, body)
    }

    /// The same as a GET request, which may have a body, too.
    func get(_ path: String, _ body: JSONValue = [:]) async throws -> JSONValue {
        try await send(.get, path, body)
    }

    private func send(_ method: HTTPRequest.Method, _ path: String, _ body: JSONValue) async throws -> JSONValue {
        var request = HTTPTransportRequest(url: url + path)
        request.method = method
        request.headers = [.contentType: "application/json"]
        request.body = body.serialized()
        let response = try await transport.send(request)
        let text = String(decoding: response.body, as: UTF8.self)
        guard response.status.code == 200 else { throw TestSupportError("\(path): \(response.status) \(text)") }
        let quoted = text.replacing(/"(span_id|trace_id)": ?(\d+)/) { "\"\($0.output.1)\":\"\($0.output.2)\"" }
        return try JSONValue(parsing: quoted)
    }

    /// Starts a span and gives its id.
    func startSpan(_ name: String, _ members: JSONObject = [:]) async throws -> JSONValue {
        var body = members
        body["name"] = .string(name)
        return try await call("/trace/span/start", .object(body))["span_id"] ?? .null
    }

    /// Waits for the process to end by itself and gives its exit code.
    func end() async throws -> Int32 {
        let code = try await eventually("the test client's end", log: log) {
            process.isRunning ? nil : process.exitCode
        }
        await transport.shutdown()
        return code
    }

    /// Asks the process to end and gives its exit code.
    func terminate() async -> Int32? {
        process.send(SIGTERM)
        await process.waitUntilEnded()
        await transport.shutdown()
        return process.exitCode
    }
}

/// Runs `body` with an agent and a test client in front of it; afterwards the client has to end in peace.
func withTestClient(
    _ environment: [String: String] = [:],
    _ body: (RunningTestClient, AgentSession) async throws -> Void
) async throws {
    try await withDatadogTestAgent { agent in
        let client = try await RunningTestClient.start(agentURL: agent.url, environment: environment)
        try await body(client, AgentSession(url: agent.url))
        guard await client.terminate() == 0 else { throw TestSupportError("the client ended badly: \(client.log)") }
    }
}
