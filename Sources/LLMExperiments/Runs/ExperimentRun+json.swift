// SPDX-License-Identifier: Apache-2.0

public import JSON

extension ExperimentRun {
    /// The version of ``json``: it changes when readers have to.
    public static let formatVersion = 1

    /// All of the run; ``init(json:)`` reads it.
    ///
    /// `summary` is for readers of other programs: it follows from `results`.
    public var json: JSONValue {
        var json: JSONObject = [
            "version": .integer(Int64(Self.formatVersion)), "id": .string(id), "reference": reference.json,
            "started_at_ms": .integer(startedAt), "ended_at_ms": .integer(endedAt),
            "summary": summary, "results": .array(results.map(\.json)),
        ]
        json["platform_experiment_id"] = platformExperimentID.map { .string($0) }
        json["summary_evaluations"] = .object(
            JSONObject(summaryEvaluations.sorted { $0.key < $1.key }.map { ($0.key, $0.value.json) })
        )
        return .object(json)
    }

    /// The run in ``json``, also of an older version.
    public init(json: JSONValue) throws(ExperimentError) {
        guard let version = json["version"]?.intValue, (1...Self.formatVersion).contains(version) else {
            throw ExperimentError(
                .invalidRun,
                "These are no results of a run, or of a newer version than \(Self.formatVersion)."
            )
        }
        guard let id = json["id"]?.stringValue, let list = json["results"]?.arrayValue,
            let startedAt = json["started_at_ms"]?.intValue, let endedAt = json["ended_at_ms"]?.intValue
        else { throw ExperimentError(.invalidRun, "The results lack id, times or records.") }
        self.id = id
        self.startedAt = Int64(startedAt)
        self.endedAt = Int64(endedAt)
        reference = try RunReference(json: json["reference"])
        results = []
        for element in list { results.append(try RecordResult(json: element)) }
        platformExperimentID = json["platform_experiment_id"]?.stringValue
        summaryEvaluations = try Dictionary(evaluationsIn: json["summary_evaluations"])
    }

    private var summary: JSONValue {
        var evaluators = JSONObject()
        for summary in summaries { evaluators[summary.name] = summary.json }
        return [
            "records": .integer(Int64(results.count)), "failed": .integer(Int64(failedRecords)),
            "success_rate": successRate.map { .double($0) } ?? .null, "evaluators": .object(evaluators),
        ]
    }
}

extension EvaluatorSummary {
    /// As in files of results.
    public var json: JSONValue {
        var json: JSONObject = ["judged": .integer(Int64(judged)), "failed": .integer(Int64(failed))]
        json["estimate"] = estimate?.json
        if !categories.isEmpty {
            json["categories"] = .object(
                JSONObject(categories.sorted { $0.key < $1.key }.map { ($0.key, .integer(Int64($0.value))) })
            )
        }
        return .object(json)
    }
}

extension Estimate {
    /// As in files of results.
    public var json: JSONValue {
        [
            "count": .integer(Int64(count)), "mean": .double(mean), "lower": lower.map { .double($0) } ?? .null,
            "upper": upper.map { .double($0) } ?? .null, "confidence": 0.95, "method": .string(method.rawValue),
        ]
    }
}
