// SPDX-License-Identifier: Apache-2.0

import JSON
import JobQueue

extension AttemptRow {
    /// The runs of a record with the calls of each, oldest first.
    static func rows(_ attempts: [JSONValue], now: Moment) -> [AttemptRow] {
        attempts.flatMap { attempt -> [AttemptRow] in
            [AttemptRow(attempt, isTry: false, now: now)]
                + (attempt["tries"]?.arrayValue ?? []).suffix(100).map { AttemptRow($0, isTry: true, now: now) }
        }
    }

    init(_ attempt: JSONValue, isTry: Bool, now: Moment) {
        let text = { (key: String) in attempt[key]?.stringValue ?? "" }
        self.isTry = isTry
        number = attempt["n"]?.intValue.map { isTry ? "call \($0)" : "\($0)" } ?? "–"
        kind = text("kind")
        isError = kind != "ok" && kind != "superseded"
        what = text("error_type")
        attemptMessage = text("message")
        attemptStage = text("stage")
        model = text("model")
        started = ShownTime(rfc3339: attempt["started_at"]?.stringValue, now: now)
        took = attempt["duration_ms"]?.intValue.map { Duration.milliseconds($0).text } ?? ""
        worker = text("worker")
        details = Self.details(attempt).joined(separator: " · ")
    }

    private static func details(_ attempt: JSONValue) -> [String] {
        var details: [String] = []
        if let status = attempt["http_status"]?.intValue { details.append("HTTP \(status)") }
        if let reason = attempt["finish_reason"]?.stringValue { details.append(reason) }
        if let tokens = attempt["usage"]?["total"]?.intValue, tokens > 0 { details.append("\(tokens.grouped) tokens") }
        if let cost = attempt["cost_usd"]?.doubleValue { details.append(cost.dollars) }
        if let id = attempt["provider_request_id"]?.stringValue { details.append("request \(id)") }
        if let wait = attempt["retry_after_ms"]?.intValue {
            details.append("asked to wait \(Duration.milliseconds(wait).text)")
        }
        return details
    }
}
