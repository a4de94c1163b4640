// SPDX-License-Identifier: Apache-2.0

/// The results of a run, complete or not.
public struct ExperimentRun: Sendable, Hashable {
    /// A UUID; a run that goes on keeps it.
    public let id: String
    /// What it was made of.
    public let reference: RunReference
    /// When it started first, in Unix milliseconds.
    public let startedAt: Int64
    /// When it ended last, in Unix milliseconds.
    public internal(set) var endedAt: Int64
    /// The results, in the order of the dataset.
    public internal(set) var results: [RecordResult]
    /// What the summary evaluators say, by their names.
    public internal(set) var summaryEvaluations: [String: EvaluatorOutcome] = [:]
    /// The experiment on the platform, if the run is mirrored.
    public let platformExperimentID: String?
    /// Requests that the platform did not take, or that were not made any more; what they held is missing there.
    public internal(set) var mirrorFailures = 0
    /// Records whose spans nobody is known to have taken; the platform lacks them until the run goes on.
    public internal(set) var lostSpans = 0

    /// Whether the platform has all of the run, as far as anyone knows; true also for a run that is not mirrored.
    public var isMirroredWhole: Bool { mirrorFailures == 0 && lostSpans == 0 }

    /// Records whose task failed.
    public var failedRecords: Int { results.count { $0.error != nil } }

    /// The share of records whose task did not fail; nil without records.
    public var successRate: Double? {
        results.isEmpty ? nil : Double(results.count - failedRecords) / Double(results.count)
    }

    /// Whether a task or an evaluator failed.
    public var hasErrors: Bool {
        failedRecords > 0 || results.contains(where: \.hasFailedEvaluations)
            || summaryEvaluations.values.contains { $0.error != nil }
    }

    /// Averages by evaluator, in the order of their names.
    public var summaries: [EvaluatorSummary] {
        let names = Set(results.flatMap { $0.evaluations.keys })
        return names.sorted().map { name in EvaluatorSummary(name, results.map { $0.evaluations[name] }) }
    }
}
