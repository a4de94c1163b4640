// SPDX-License-Identifier: Apache-2.0

import JSON
import LLMObservability

/// What one evaluator says, as the platform takes it.
struct ExperimentMetric: Sendable {
    let label: String
    let evaluation: EvaluatorOutcome
    /// The record's span; nil for what is said of the whole run.
    let span: LLMObs.ExportedSpan?
    let isSummary: Bool
    /// Unix milliseconds.
    let timestamp: Int64

    func json(experimentID: String) -> JSONValue {
        let (type, value) = typed
        var json: JSONObject = [
            "metric_source": .string(isSummary ? "summary" : "custom"), "span_id": .string(span?.spanID ?? ""),
            "trace_id": .string(span?.traceID ?? ""), "timestamp_ms": .integer(timestamp),
            "metric_type": .string(type), "label": .string(label), "\(type)_value": value,
            "error": evaluation.error.map(\.platformJSON) ?? .null,
            "tags": evaluation.judgement?.tags.tagLines ?? [], "experiment_id": .string(experimentID),
        ]
        if !isSummary { json["status"] = evaluation.error == nil ? "OK" : "ERROR" }
        guard let judgement = evaluation.judgement else { return .object(json) }
        if let reasoning = judgement.reasoning, !reasoning.isEmpty { json["reasoning"] = .string(reasoning) }
        json["assessment"] = judgement.assessment.map { .string($0.rawValue) }
        if !judgement.metadata.isEmpty { json["metadata"] = .object(judgement.metadata) }
        return .object(json)
    }

    /// The platform wants words in lower case, and knows no value as a word without value.
    private var typed: (type: String, value: JSONValue) {
        switch evaluation.judgement?.value {
        case nil: ("categorical", .null)
        case .categorical(let word): ("categorical", .string(word.lowercased()))
        case .some(let value): value.typed
        }
    }
}

extension RecordError {
    fileprivate var platformJSON: JSONValue {
        ["message": .string(message), "type": .string(type), "stack": .string("\(type): \(message)")]
    }
}
