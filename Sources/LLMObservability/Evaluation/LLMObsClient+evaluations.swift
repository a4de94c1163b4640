// SPDX-License-Identifier: Apache-2.0

import JSON

extension LLMObsClient {
    /// Sends an evaluation with the next request; says what is wrong with it, if anything.
    ///
    /// Spans and evaluations go separate ways: it does not matter which comes first.
    public func submit(_ evaluation: LLMObs.Evaluation) throws(LLMObsError) {
        let (type, value) = evaluation.value.wire
        let fields = JudgementFields(
            label: evaluation.label,
            tags: evaluation.tags,
            timestamp: evaluation.timestamp,
            mlApp: evaluation.mlApp ?? evaluation.target.mlApp ?? mlApp,
            assessment: evaluation.assessment,
            reasoning: evaluation.reasoning
        )
        var json = try fields.json(kind: "evaluation", type: type, value: value)
        json["join_on"] = try evaluation.target.joinOn
        json["eval_scope"] = .string(evaluation.scope.rawValue)
        if !evaluation.metadata.isEmpty { json["metadata"] = .object(evaluation.metadata) }
        exporter.enqueue(EvaluationEvent(json: json))
    }

    /// Sends feedback with the next request; says what is wrong with it, if anything.
    public func submit(_ feedback: LLMObs.Feedback) throws(LLMObsError) {
        let (type, value) = feedback.value.wire
        let fields = JudgementFields(
            label: feedback.label,
            tags: feedback.tags,
            timestamp: feedback.timestamp,
            mlApp: feedback.mlApp ?? mlApp,
            assessment: feedback.assessment,
            reasoning: feedback.reasoning
        )
        var json = try fields.json(kind: "feedback", type: type, value: value)
        let (key, id) = try feedback.target.wire
        json[key] = .string(id)
        json["submitter"] = try feedback.submitter.json
        exporter.enqueue(EvaluationEvent(json: json))
    }
}

extension LLMObs {
    /// Sends an evaluation; see ``LLMObsClient/submit(_:)-(LLMObs.Evaluation)``. Does nothing while disabled.
    public static func submit(_ evaluation: Evaluation) throws(LLMObsError) {
        try client?.submit(evaluation)
    }

    /// Sends feedback; see ``LLMObsClient/submit(_:)-(LLMObs.Feedback)``. Does nothing while disabled.
    public static func submit(_ feedback: Feedback) throws(LLMObsError) {
        try client?.submit(feedback)
    }
}

extension LLMObs.Evaluation.Value {
    fileprivate var wire: (type: String, value: JSONValue) {
        switch self {
        case .score(let number): ("score", .number(number))
        case .categorical(let word): ("categorical", .string(word))
        case .boolean(let flag): ("boolean", .bool(flag))
        case .json(let object): ("json", .object(object))
        }
    }
}

extension LLMObs.Feedback.Value {
    fileprivate var wire: (type: String, value: JSONValue) {
        switch self {
        case .score(let number): ("score", .number(number))
        case .categorical(let word): ("categorical", .string(word))
        case .boolean(let flag): ("boolean", .bool(flag))
        case .json(let object): ("json", .object(object))
        case .text(let text): ("text", .string(text))
        }
    }
}

extension LLMObs.Evaluation.Target {
    /// That of the span, which may have come from another process.
    fileprivate var mlApp: String? {
        if case .span(let span) = self { span.mlApp } else { nil }
    }

    fileprivate var joinOn: JSONValue {
        get throws(LLMObsError) {
            switch self {
            case .span(let span):
                guard !span.spanID.isEmpty, !span.traceID.isEmpty else {
                    throw LLMObsError(.invalidTarget, "The span has no id: take it from exportSpan().")
                }
                return ["span": ["span_id": .string(span.spanID), "trace_id": .string(span.traceID)]]
            case .tag(let key, let value):
                guard !key.isEmpty, !value.isEmpty else {
                    throw LLMObsError(.invalidTarget, "The tag has no key or no value: give both.")
                }
                return ["tag": ["key": .string(key), "value": .string(value)]]
            }
        }
    }
}

extension LLMObs.Feedback.Target {
    fileprivate var wire: (key: String, id: String) {
        get throws(LLMObsError) {
            let wire =
                switch self {
                case .span(let id): ("span_id", id)
                case .trace(let id): ("trace_id", id)
                case .session(let id): ("session_id", id)
                case .key(let key): ("feedback_join_key", key)
                }
            guard !wire.1.isEmpty else {
                throw LLMObsError(.invalidTarget, "The \(wire.0) of the feedback is empty: say what it is about.")
            }
            return wire
        }
    }
}

extension LLMObs.Feedback.Submitter {
    fileprivate var json: JSONValue {
        get throws(LLMObsError) {
            guard !id.isEmpty else {
                throw LLMObsError(.invalidSubmitter, "The submitter has no id: give one.")
            }
            var json: JSONObject = ["id": .string(id)]
            json["type"] = type.map { .string($0) }
            return .object(json)
        }
    }
}
