// SPDX-License-Identifier: Apache-2.0

import LLMObservability

/// What one evaluator says of all records of a run.
public struct EvaluatorSummary: Sendable, Hashable {
    /// The evaluator's name.
    public let name: String
    /// Records that it judged.
    public let judged: Int
    /// Records on which it failed.
    public let failed: Int
    /// The share of yes, or the mean of scores; nil for words and objects, and without records.
    public let estimate: Estimate?
    /// How often each word was said.
    public let categories: [String: Int]

    init(_ name: String, _ evaluations: [EvaluatorOutcome?]) {
        let values = evaluations.compactMap { $0?.judgement?.value }
        self.name = name
        judged = values.count
        failed = evaluations.count { $0?.error != nil }
        var categories: [String: Int] = [:]
        var flags: [Bool] = []
        var scores: [Double] = []
        for value in values {
            switch value {
            case .boolean(let flag): flags.append(flag)
            case .score(let score): scores.append(score)
            case .categorical(let word): categories[word, default: 0] += 1
            case .json: break
            }
        }
        self.categories = categories
        // One that says yes and no as well as numbers is averaged as numbers.
        let numbers = scores + flags.map { $0 ? 1 : 0 }
        estimate =
            scores.isEmpty
            ? .share(successes: flags.count { $0 }, of: flags.count) : .mean(of: numbers)
    }
}
