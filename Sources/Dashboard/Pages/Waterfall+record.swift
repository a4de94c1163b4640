// SPDX-License-Identifier: Apache-2.0

import JSON
import JobQueue

extension Waterfall {
    /// Of runs and calls by what a record says of them.
    init?(attempts: [JSONValue]) {
        var spans: [TraceSpan] = []
        for (index, attempt) in attempts.enumerated() {
            let id = "run \(index)"
            if let run = TraceSpan(attempt, id: id, parent: nil, name: "run \(attempt["n"]?.intValue ?? index + 1)") {
                spans.append(run)
            }
            for (place, call) in (attempt["tries"]?.arrayValue ?? []).enumerated() {
                let name = call["model"]?.stringValue ?? "call"
                if let span = TraceSpan(call, id: "\(id) \(place)", parent: id, name: name) { spans.append(span) }
            }
        }
        self.init(spans, origin: "Runs and calls as the record has them.")
    }

    /// The stages of a run in their order; a result has them in none. The wait before it would dwarf them.
    private static let stages = ["request", "fetch", "preprocess", "model", "parse", "validate"]

    /// Of a result's stages, one after the other.
    init?(timings: JSONObject) {
        var spans: [TraceSpan] = []
        var start: Int64 = 0
        let place = { (name: String) in Self.stages.firstIndex(of: name) ?? Self.stages.count }
        let sorted = timings.sorted { (place($0.key), $0.key) < (place($1.key), $1.key) }
        for (name, value) in sorted where name != "total" && name != "queued" {
            guard let milliseconds = value.intValue, (0...2_000_000_000).contains(milliseconds) else {
                continue
            }
            let duration = Int64(milliseconds) * 1_000_000
            spans.append(
                TraceSpan(
                    id: name,
                    parent: nil,
                    name: name,
                    resource: name,
                    start: start,
                    duration: duration,
                    isError: false
                )
            )
            start += duration
        }
        self.init(spans, origin: "Stages as the result has them, one after the other.")
    }
}

extension TraceSpan {
    fileprivate init?(_ record: JSONValue, id: String, parent: String?, name: String) {
        guard let start = record["started_at"]?.stringValue.flatMap({ Moment(rfc3339: $0) }),
            let duration = record["duration_ms"]?.intValue,
            // As nanoseconds, both must fit.
            (0...4_000_000_000_000).contains(start.milliseconds), (0...2_000_000_000_000).contains(duration)
        else { return nil }
        self.init(
            id: id,
            parent: parent,
            name: name,
            resource: record["error_type"]?.stringValue ?? record["finish_reason"]?.stringValue ?? name,
            start: Int64(start.milliseconds) * 1_000_000,
            duration: Int64(duration) * 1_000_000,
            isError: !["ok", "superseded"].contains(record["kind"]?.stringValue)
        )
    }
}
