// SPDX-License-Identifier: Apache-2.0

public import JSON

extension RunComparison {
    /// All of the comparison.
    public var json: JSONValue {
        [
            "records": .integer(Int64(changes.count)),
            "improved": ids(.improved), "regressed": ids(.regressed), "mixed": ids(.mixed),
            "same": .integer(Int64(count(.same))),
            "unmatched": .array(unmatched.map { .string($0) }),
            "evaluators": .array(evaluators.map(\.json)),
        ]
    }

    private func ids(_ change: RecordChange) -> JSONValue {
        .array(changes.filter { $0.value == change }.keys.sorted().map { .string($0) })
    }
}

extension EvaluatorComparison {
    fileprivate var json: JSONValue {
        [
            "name": .string(name), "pairs": .integer(Int64(pairs)), "improved": .integer(Int64(improved)),
            "regressed": .integer(Int64(regressed)), "same": .integer(Int64(same)),
            "first": first?.json ?? .null, "second": second?.json ?? .null, "difference": difference?.json ?? .null,
            "p_value": .double(pValue),
        ]
    }
}
