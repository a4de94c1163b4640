// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import HTTPTypes
import JSON
import TestSupport

/// Asks the checking agent what it got.
struct TestAgentClient {
    let url: String
    /// Nil asks for what came outside of all sessions.
    let session: String?
    let transport: CurlTransport

    /// Opens the session; the agent answers its traces with these rates.
    func start(rates: String) async throws {
        let encoded = rates.utf8.map { "%" + String($0, radix: 16) }.joined()
        _ = try await get("/test/session/start", "&agent_sample_rate_by_service=\(encoded)")
    }

    /// The spans of each trace of the session; ids are strings, since they pass the range of JSON's integers.
    func traces() async throws -> [[JSONValue]] {
        let body = try await get("/test/session/traces")
        let quoted = body.replacing(/"(trace_id|span_id|parent_id|trace_id_high)": ?(\d+)/) { match in
            "\"\(match.output.1)\": \"\(match.output.2)\""
        }
        let json = try JSONValue(parsing: quoted)
        return (json.arrayValue ?? []).map { $0.arrayValue ?? [] }
    }

    private func get(_ path: String, _ query: String = "") async throws -> String {
        let token = session.map { "test_session_token=\($0)" } ?? ""
        let request = HTTPTransportRequest(url: "\(url)\(path)?\(token)\(query)")
        let response = try await transport.send(request)
        let body = String(decoding: response.body, as: UTF8.self)
        guard response.status.code == 200 else { throw TestSupportError("\(path): \(response.status.code) \(body)") }
        return body
    }
}
