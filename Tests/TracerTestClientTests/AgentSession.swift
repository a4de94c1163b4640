// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import Foundation
import HTTPTypes
import JSON
import Logging
import TestSupport

/// What reached the checking agent.
struct AgentSession {
    let url: String

    /// What comes from now on, without a session's name of its own, belongs to this session.
    ///
    /// - Parameter rates: what the agent answers to traces, by service and environment.
    func start(_ name: String, rates: JSONValue = [:]) async throws {
        let encoded = rates.text.utf8.map { "%" + String($0, radix: 16) }.joined()
        _ = try await get("/test/session/start?test_session_token=\(name)&agent_sample_rate_by_service=\(encoded)")
    }

    /// The spans of all traces; ids are strings, since they pass the range of JSON's integers.
    func spans() async throws -> [JSONValue] {
        let text = try await get("/test/session/traces")
        let quoted = text.replacing(/"(trace_id|span_id|parent_id|trace_id_high)": ?(\d+)/) { match in
            "\"\(match.output.1)\": \"\(match.output.2)\""
        }
        return (try JSONValue(parsing: quoted).arrayValue ?? []).flatMap { $0.arrayValue ?? [] }
    }

    /// The span of this name.
    func span(_ name: String) async throws -> JSONValue {
        guard let span = try await spans().first(where: { $0["name"]?.stringValue == name }) else {
            throw TestSupportError("no span named \(name) reached the agent")
        }
        return span
    }

    /// The statistics that the tracer counted itself: one for each kind of span.
    func statistics() async throws -> [JSONValue] {
        let payloads = try JSONValue(parsing: try await get("/test/session/stats")).arrayValue ?? []
        let buckets = payloads.flatMap { $0["Stats"]?.arrayValue ?? [] }
        return buckets.flatMap { $0["Stats"]?.arrayValue ?? [] }
    }

    /// The events of LLM Observability.
    func events() async throws -> [JSONValue] {
        let requests = try JSONValue(parsing: try await get("/test/session/requests")).arrayValue ?? []
        let bodies = requests.filter { $0["url"]?.stringValue?.hasSuffix("/api/v2/llmobs") == true }.compactMap {
            Data(base64Encoded: $0["body"]?.stringValue ?? "")
        }
        return try bodies.flatMap { try JSONValue(parsing: Array($0)).arrayValue ?? [] }.flatMap {
            $0["spans"]?.arrayValue ?? []
        }
    }

    private func get(_ path: String) async throws -> String {
        let transport = CurlTransport(logger: Logger(label: "test"))
        let response = try await transport.send(HTTPTransportRequest(url: url + path))
        await transport.shutdown()
        let text = String(decoding: response.body, as: UTF8.self)
        guard response.status.code == 200 else { throw TestSupportError("\(path): \(response.status) \(text)") }
        return text
    }
}
