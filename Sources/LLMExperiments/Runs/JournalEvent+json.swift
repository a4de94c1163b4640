// SPDX-License-Identifier: Apache-2.0

import JSON
import LLMObservability

extension JournalEvent {
    /// A line of the journal.
    var json: JSONValue {
        switch self {
        case .mirrored(let experiment):
            ["event": "mirrored", "experiment_id": .string(experiment.id), "experiment_name": .string(experiment.name)]
        case .evaluators(let versions):
            [
                "event": "evaluators",
                "versions": .object(JSONObject(versions.sorted { $0.key < $1.key }.map { ($0, .string($1)) })),
            ]
        case .answered(let result):
            ["event": "answered", "result": result.json]
        case .judged(let id, let evaluator, let outcome):
            ["event": "judged", "id": .string(id), "evaluator": .string(evaluator), "outcome": outcome.json]
        case .retold(let id, let span):
            ["event": "retold", "id": .string(id), "span": span.json]
        case .arrived(let id, let spanID):
            ["event": "arrived", "id": .string(id), "span_id": .string(spanID)]
        case .told(let id, let spanID, let evaluators):
            [
                "event": "told", "id": .string(id), "span_id": .string(spanID),
                "evaluators": .array(evaluators.map { .string($0) }),
            ]
        }
    }

    /// Nil for a line that is none of these, such as one that was not finished.
    init?(line: [UInt8]) {
        guard let json = try? JSONValue(parsing: line, limits: .journal) else { return nil }
        let text = { (key: String) in json[key]?.stringValue }
        switch text("event") {
        case "mirrored":
            guard let id = text("experiment_id"), let name = text("experiment_name") else { return nil }
            self = .mirrored(PlatformExperiment(id: id, name: name))
        case "evaluators":
            guard let versions = json["versions"]?.objectValue else { return nil }
            self = .evaluators(Dictionary(versions.map { ($0.key, $0.value.stringValue ?? "") }) { _, last in last })
        case "answered":
            guard let result = json["result"].flatMap({ try? RecordResult(json: $0) }) else { return nil }
            self = .answered(result)
        case "judged":
            guard let id = text("id"), let evaluator = text("evaluator"),
                let outcome = json["outcome"].flatMap({ try? EvaluatorOutcome(json: $0) })
            else { return nil }
            self = .judged(id, evaluator: evaluator, outcome)
        case "retold":
            guard let id = text("id"), let span = LLMObs.ExportedSpan(json: json["span"]) else { return nil }
            self = .retold(id, span)
        case "arrived":
            guard let id = text("id"), let spanID = text("span_id") else { return nil }
            self = .arrived(id, spanID: spanID)
        case "told":
            guard let id = text("id"), let spanID = text("span_id"), let names = json["evaluators"]?.arrayValue
            else { return nil }
            self = .told(id, spanID: spanID, evaluators: names.compactMap(\.stringValue))
        default: return nil
        }
    }
}
