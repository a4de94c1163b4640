// SPDX-License-Identifier: Apache-2.0

import JSON

/// The one result of a job, with all that was tried for it.
struct JobAnswer {
    struct Call {
        /// Nil for a call that brought an answer.
        let errorType: String?
        let hasStatus: Bool
        let dollars: Double

        /// Whether its gate let it through to the model.
        var wasAsked: Bool {
            hasStatus || !["llm.capacity", "llm.rate_limited"].contains(errorType)
        }
    }

    let id: String
    let status: String
    let errorType: String?
    /// The calls of each run; the last run is the one that ended the job.
    let runs: [[Call]]
    /// Why each failed run failed.
    let failures: [String]

    init(_ json: JSONValue) {
        id = json["job_id"]?.stringValue ?? ""
        status = json["status"]?.stringValue ?? ""
        errorType = json["error"]?["type"]?.stringValue
        let records = json["attempts"]?.arrayValue ?? []
        // Failed runs have their worker; the calls of a run that has an answer stand by themselves.
        let failed = records.filter { $0["worker"] != nil }
        let last = records.filter { $0["worker"] == nil }.map(Self.call)
        failures = failed.map { $0["error_type"]?.stringValue ?? "" }
        runs = failed.map { ($0["tries"]?.arrayValue ?? []).map(Self.call) } + (last.isEmpty ? [] : [last])
    }

    var isSuccess: Bool { status == "succeeded" }

    var calls: [Call] { runs.flatMap(\.self) }

    private static func call(_ json: JSONValue) -> Call {
        Call(
            errorType: json["error_type"]?.stringValue,
            hasStatus: json["http_status"] != nil,
            dollars: json["cost_usd"]?.doubleValue ?? 0
        )
    }
}
