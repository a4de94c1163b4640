// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import JSON

/// What evaluations and feedback have in common, checked, as it goes to the intake.
struct JudgementFields {
    let label: String
    let tags: [String: String]
    let timestamp: Int64?
    let mlApp: String
    let assessment: LLMObs.Assessment?
    let reasoning: String?

    func json(kind: String, type: String, value: JSONValue) throws(LLMObsError) -> JSONObject {
        try check(value)
        var json: JSONObject = [
            "event_kind": .string(kind),
            "label": .string(label),
            "metric_type": .string(type),
            "\(type)_value": value,
            "ml_app": .string(mlApp),
            "timestamp_ms": .integer(timestamp ?? UnixTime.milliseconds),
            "tags": .strings(tagLines),
        ]
        json["assessment"] = assessment.map { .string($0.rawValue) }
        if let reasoning, !reasoning.isEmpty { json["reasoning"] = .string(reasoning) }
        return json
    }

    private var tagLines: [String] {
        let all = ["ddtrace.version": TracerVersion.tracer, "ml_app": mlApp].merging(tags) { $1 }
        return all.map { "\($0.key):\($0.value)" }.sorted()
    }

    private func check(_ value: JSONValue) throws(LLMObsError) {
        guard !label.isEmpty else {
            throw LLMObsError(.invalidLabel, "The label is empty: give the evaluation a name.")
        }
        guard !label.contains(".") else {
            throw LLMObsError(.invalidLabel, "The label has a dot in it: use another sign, such as an underscore.")
        }
        if case .double(let number) = value, !number.isFinite {
            throw LLMObsError(.invalidValue, "The score of \(label) is \(number): give a finite number.")
        }
        if let timestamp, timestamp < 0 {
            throw LLMObsError(.invalidTimestamp, "The time of \(label) is negative: give Unix milliseconds.")
        }
    }
}
