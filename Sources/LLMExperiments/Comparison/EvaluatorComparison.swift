// SPDX-License-Identifier: Apache-2.0

import LLMObservability

/// How two runs differ by one evaluator, over the records that it judged in both.
public struct EvaluatorComparison: Sendable, Hashable {
    /// The evaluator's name.
    public let name: String
    /// Records that it judged with a number or yes and no in both runs.
    public let pairs: Int
    /// Records that were better in the second run.
    public let improved: Int
    /// Records that were worse in the second run.
    public let regressed: Int
    /// The first run's average over these records.
    public let first: Estimate?
    /// The second run's average over these records.
    public let second: Estimate?
    /// By how much the second run is better: the average of the records' differences.
    public let difference: Estimate?
    /// How likely a split into better and worse at least as uneven is if the runs are equally good: the exact sign test,
    /// which for yes and no is McNemar's.
    public let pValue: Double

    /// Records that were the same.
    public var same: Int { pairs - improved - regressed }

    init(_ name: String, _ pairs: [(first: Judgement, second: Judgement)]) {
        let pairs = pairs.filter { $0.first.number != nil && $0.second.number != nil }
        let isShare = pairs.allSatisfy { $0.first.isYesOrNo && $0.second.isYesOrNo }
        let numbers = pairs.compactMap { pair in
            pair.first.number.flatMap { first in pair.second.number.map { (first: first, second: $0) } }
        }
        self.name = name
        self.pairs = numbers.count
        improved = numbers.count { $0.second > $0.first }
        regressed = numbers.count { $0.second < $0.first }
        pValue = SignTest.pValue(improved, regressed)
        if isShare {
            first = .share(successes: numbers.count { $0.first == 1 }, of: numbers.count)
            second = .share(successes: numbers.count { $0.second == 1 }, of: numbers.count)
            difference = .difference(onlyFirst: regressed, onlySecond: improved, of: numbers.count)
        } else {
            first = .mean(of: numbers.map(\.first))
            second = .mean(of: numbers.map(\.second))
            difference = .mean(of: numbers.map { $0.second - $0.first })
        }
    }
}

extension Judgement {
    fileprivate var isYesOrNo: Bool {
        if case .boolean = value { true } else { false }
    }
}
