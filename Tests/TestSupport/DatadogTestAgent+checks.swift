// SPDX-License-Identifier: Apache-2.0

import Foundation
import FoundationNetworking

extension DatadogTestAgent {
    /// How many checks passed, of all that it was sent so far.
    public func passedChecks() async throws -> Int {
        let (status, body) = try await get("/test/trace_check/summary?return_all=true")
        guard status == 200 else { throw TestSupportError("the agent tells no checks: \(status ?? 0)") }
        let counts = try JSONDecoder().decode([String: [String: Int]].self, from: body)
        return counts.values.reduce(0) { $0 + ($1["Passed_Checks"] ?? 0) }
    }

    /// The checks that failed, whoever sent what failed them, each with what was wrong.
    public func failedChecks() async throws -> [String: [String]] {
        let (status, body) = try await get("/test/trace_check/failures?return_all=true&use_json=true")
        guard status != 200 else { return [:] }
        return try JSONDecoder().decode([String: [String]].self, from: body)
    }

    private func get(_ path: String) async throws -> (status: Int?, body: Data) {
        guard let url = URL(string: url + path) else { throw TestSupportError("no address: \(path)") }
        let (body, response) = try await URLSession.shared.data(from: url)
        return ((response as? HTTPURLResponse)?.statusCode, body)
    }
}
