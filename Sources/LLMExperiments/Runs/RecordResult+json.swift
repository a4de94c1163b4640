// SPDX-License-Identifier: Apache-2.0

import JSON
import LLMObservability

extension RecordResult {
    /// As in files of results.
    var json: JSONValue {
        var json: JSONObject = [
            "id": .string(recordID), "index": .integer(Int64(index)), "input": input, "output": output ?? .null,
            "expected_output": expectedOutput ?? .null, "error": error?.json ?? .null,
        ]
        json["evaluations"] = .object(
            JSONObject(evaluations.sorted { $0.key < $1.key }.map { ($0.key, $0.value.json) })
        )
        json["started_at_ms"] = .integer(startedAt)
        json["duration_ms"] = .double(milliseconds)
        json["span"] = span?.json
        return .object(json)
    }

    init(json: JSONValue) throws(ExperimentError) {
        guard let id = json["id"]?.stringValue, let index = json["index"]?.intValue, let input = json["input"],
            let startedAt = json["started_at_ms"]?.intValue, let milliseconds = json["duration_ms"]?.doubleValue
        else { throw ExperimentError(.invalidRun, "A record's result lacks id, index, input or times.") }
        recordID = id
        self.index = index
        self.input = input
        self.startedAt = Int64(startedAt)
        self.milliseconds = milliseconds
        expectedOutput = json["expected_output"].present
        if let failure = json["error"].present { error = try RecordError(json: failure) } else { error = nil }
        // A task may well answer null.
        output = error == nil ? json["output"] : nil
        span = LLMObs.ExportedSpan(json: json["span"])
        evaluations = try Dictionary(evaluationsIn: json["evaluations"])
    }
}

extension [String: EvaluatorOutcome] {
    init(evaluationsIn json: JSONValue?) throws(ExperimentError) {
        self = [:]
        for (name, value) in json?.objectValue ?? [:] { self[name] = try EvaluatorOutcome(json: value) }
    }
}

extension RecordError {
    var json: JSONValue { ["type": .string(type), "message": .string(message)] }

    init(json: JSONValue) throws(ExperimentError) {
        guard let type = json["type"]?.stringValue, let message = json["message"]?.stringValue else {
            throw ExperimentError(.invalidRun, "An error of a result lacks type or message.")
        }
        self.init(type: type, message: message)
    }
}

extension LLMObs.ExportedSpan {
    var json: JSONValue { ["span_id": .string(spanID), "trace_id": .string(traceID)] }

    init?(json: JSONValue?) {
        guard let span = json?["span_id"]?.stringValue, let trace = json?["trace_id"]?.stringValue else { return nil }
        self.init(spanID: span, traceID: trace)
    }
}
