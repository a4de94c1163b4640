// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import JSON

/// What the demo shows of its results.
struct DemoReport {
    /// Sheet names by job id.
    let sheets: [String: String]
    let results: [JSONValue]

    /// One line for each sheet.
    func table() -> [String] {
        var table = TextTable([
            ("SHEET", .left), ("STATUS", .left), ("CHECKS", .right), ("MODEL", .left), ("ATTEMPTS", .right),
            ("TOKENS", .right), ("MS", .right),
        ])
        for result in results.sorted(by: { name(of: $0) < name(of: $1) }) { table.append(row(result)) }
        return table.lines
    }

    /// The job whose trace tells most: one that was tried more than once, else any that was done.
    var mostTellingJob: JSONValue? {
        let done = results.filter { $0["model"] != nil }
        return done.max { attempts($0) < attempts($1) }
    }

    /// The first job that became a dead letter.
    var deadJob: JSONValue? { results.first { $0["error"]?["dead_letter_id"] != nil } }

    func name(of result: JSONValue) -> String { sheets[result["job_id"]?.stringValue ?? ""] ?? "?" }

    private func row(_ result: JSONValue) -> [String] {
        let status = result["status"]?.stringValue ?? "?"
        let validation = result["validation"]
        let checks = validation.flatMap { checks in
            checks["checks_passed"]?.intValue.flatMap { passed in
                checks["checks_total"]?.intValue.map { "\(passed)/\($0)" }
            }
        }
        return [
            name(of: result), status, checks ?? "-", result["model"]?["used"]?.stringValue ?? "-",
            "\(attempts(result))",
            result["usage"]?["total"]?.intValue.map { "\($0)" } ?? "-",
            result["timings_ms"]?["total"]?.intValue.map { "\($0)" } ?? "-",
        ]
    }

    private func attempts(_ result: JSONValue) -> Int { result["attempts"]?.arrayValue?.count ?? 0 }
}
