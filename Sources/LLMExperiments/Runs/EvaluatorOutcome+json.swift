// SPDX-License-Identifier: Apache-2.0

import JSON
import LLMObservability

extension EvaluatorOutcome {
    /// As in files of results.
    var json: JSONValue {
        switch self {
        case .failed(let error): ["error": error.json]
        case .judged(let judgement): judgement.json
        }
    }

    init(json: JSONValue) throws(ExperimentError) {
        if let error = json["error"], !error.isNull {
            self = .failed(try RecordError(json: error))
        } else {
            self = .judged(try Judgement(json: json))
        }
    }
}

extension Judgement {
    fileprivate var json: JSONValue {
        let (type, value) = value?.typed ?? ("none", .null)
        var json: JSONObject = ["type": .string(type), "value": value]
        json["reasoning"] = reasoning.map { .string($0) }
        json["assessment"] = assessment.map { .string($0.rawValue) }
        if !metadata.isEmpty { json["metadata"] = .object(metadata) }
        if !tags.isEmpty {
            json["tags"] = .object(JSONObject(tags.sorted { $0.key < $1.key }.map { ($0, .string($1)) }))
        }
        return .object(json)
    }

    fileprivate init(json: JSONValue) throws(ExperimentError) {
        self.init(
            try LLMObs.Evaluation.Value(type: json["type"]?.stringValue, json["value"] ?? .null),
            reasoning: json["reasoning"]?.stringValue,
            assessment: json["assessment"]?.stringValue.flatMap(LLMObs.Assessment.init),
            metadata: json["metadata"]?.objectValue ?? [:]
        )
        for (key, value) in json["tags"]?.objectValue ?? [:] { tags[key] = value.stringValue }
    }
}

extension LLMObs.Evaluation.Value {
    /// The value's type in the words of the platform, and the value.
    var typed: (type: String, value: JSONValue) {
        switch self {
        case .boolean(let flag): ("boolean", .bool(flag))
        case .score(let score): ("score", Int64(exactly: score).map { .integer($0) } ?? .double(score))
        case .categorical(let word): ("categorical", .string(word))
        case .json(let object): ("json", .object(object))
        }
    }

    fileprivate init?(type: String?, _ value: JSONValue) throws(ExperimentError) {
        switch (type, value) {
        case ("none", _): return nil
        case ("boolean", .bool(let flag)): self = .boolean(flag)
        case ("categorical", .string(let word)): self = .categorical(word)
        case ("json", .object(let object)): self = .json(object)
        case ("score", _):
            guard let score = value.doubleValue else { fallthrough }
            self = .score(score)
        default:
            throw ExperimentError(
                .invalidRun,
                "A judgement is of type \"\(type?.prefix(40) ?? "")\", but its value is not."
            )
        }
    }
}
