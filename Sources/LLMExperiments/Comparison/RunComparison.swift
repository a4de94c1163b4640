// SPDX-License-Identifier: Apache-2.0

/// Two runs, record by record.
public struct RunComparison: Sendable, Hashable {
    /// How the records fared that are in both runs, by their ids.
    public let changes: [String: RecordChange]
    /// Evaluators that are in both runs, in the order of their names.
    public let evaluators: [EvaluatorComparison]
    /// Ids of records that only one run has; they count in nothing.
    public let unmatched: [String]

    /// Compares a second run with a first.
    ///
    /// An evaluator's failure, or a judgement that does not apply, takes the record out of that evaluator's comparison.
    public init(_ first: ExperimentRun, _ second: ExperimentRun) {
        let byID = Dictionary(second.results.map { ($0.recordID, $0) }, uniquingKeysWith: { $1 })
        let pairs = first.results.compactMap { result in byID[result.recordID].map { (result, $0) } }
        let firstIDs = Set(first.results.map(\.recordID))
        unmatched = firstIDs.symmetricDifference(byID.keys).sorted()
        changes = Dictionary(
            pairs.map { ($0.0.recordID, RecordChange(Self.differences($0.0, $0.1))) },
            uniquingKeysWith: { $1 }
        )
        let names = Set(pairs.flatMap { pair in pair.0.evaluations.keys.filter { pair.1.evaluations[$0] != nil } })
        evaluators = names.sorted().map { name in
            EvaluatorComparison(
                name,
                pairs.compactMap { pair in
                    guard let first = pair.0.evaluations[name]?.judgement,
                        let second = pair.1.evaluations[name]?.judgement
                    else { return nil }
                    return (first, second)
                }
            )
        }
    }

    /// How many records fared so.
    public func count(_ change: RecordChange) -> Int { changes.values.count { $0 == change } }

    private static func differences(_ first: RecordResult, _ second: RecordResult) -> [Double] {
        first.evaluations.compactMap { name, evaluation in
            guard let before = evaluation.judgement?.number, let after = second.evaluations[name]?.judgement?.number
            else { return nil }
            return after - before
        }
    }
}
