// SPDX-License-Identifier: Apache-2.0

import Foundation
import JSON

/// The one result of a job, with all that was tried for it.
struct JobAnswer {
    struct Call {
        let model: String
        /// Nil for a call that brought an answer.
        let errorType: String?
        let hasStatus: Bool
        let dollars: Double
        /// To the second before.
        let began: Date
        let seconds: Double
        /// Seconds that the provider asked to wait.
        let retryAfter: Double

        /// Whether its gate let it through to the model.
        var wasAsked: Bool {
            hasStatus || !["llm.capacity", "llm.rate_limited", "llm.auth", "llm.quota_exhausted"].contains(errorType)
        }
    }

    struct Run {
        let calls: [Call]
        /// Why it failed; nil for the one that has a result.
        var errorType: String?
        let began: Date
        /// Of a failed run.
        var ended: Date?
        /// Seconds that it asked to be left alone.
        var retryAfter = 0.0
    }

    let id: String
    let status: String
    let errorType: String?
    /// The last run is the one that ended the job.
    let runs: [Run]
    let finished: Date

    init(_ json: JSONValue) {
        id = json["job_id"]?.stringValue ?? ""
        status = json["status"]?.stringValue ?? ""
        errorType = json["error"]?["type"]?.stringValue
        finished = Self.time(json["finished_at"]) ?? .distantPast
        let records = json["attempts"]?.arrayValue ?? []
        // Failed runs have their worker; the calls of a run that has an answer stand by themselves.
        let failed = records.filter { $0["worker"] != nil }
        let last = records.filter { $0["worker"] == nil }.map(Call.init)
        runs = failed.map(Run.init) + (last.first.map { [Run(calls: last, began: $0.began)] } ?? [])
    }

    var isSuccess: Bool { status == "succeeded" }
    var calls: [Call] { runs.flatMap(\.calls) }
    /// Why each failed run failed.
    var failures: [String] { runs.compactMap(\.errorType) }
    /// Classes of calls and of runs without calls, in order.
    var classes: [String] {
        runs.flatMap { run in run.calls.isEmpty ? [run.errorType].compactMap(\.self) : run.calls.compactMap(\.errorType)
        }
    }

    static func time(_ json: JSONValue?) -> Date? {
        guard let text = json?.stringValue else { return nil }
        return try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: text.contains(".")))
    }
}

extension JobAnswer.Call {
    fileprivate init(_ json: JSONValue) {
        model = json["model"]?.stringValue ?? ""
        errorType = json["error_type"]?.stringValue
        hasStatus = json["http_status"] != nil
        dollars = json["cost_usd"]?.doubleValue ?? 0
        began = JobAnswer.time(json["started_at"]) ?? .distantPast
        seconds = (json["duration_ms"]?.doubleValue ?? 0) / 1000
        retryAfter = (json["retry_after_ms"]?.doubleValue ?? 0) / 1000
    }
}

extension JobAnswer.Run {
    fileprivate init(_ json: JSONValue) {
        calls = (json["tries"]?.arrayValue ?? []).map(JobAnswer.Call.init)
        errorType = json["error_type"]?.stringValue ?? ""
        began = JobAnswer.time(json["started_at"]) ?? .distantPast
        ended = began + (json["duration_ms"]?.doubleValue ?? 0) / 1000
        retryAfter = (json["retry_after_ms"]?.doubleValue ?? 0) / 1000
    }
}
