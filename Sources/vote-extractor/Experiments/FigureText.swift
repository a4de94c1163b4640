// SPDX-License-Identifier: Apache-2.0

import Foundation
import LLMExperiments

/// Figures as people read them.
enum FigureText {
    /// `0.83 [0.44, 0.97]`, or a dash; the interval ends where shares end.
    static func estimate(_ estimate: Estimate?) -> String {
        guard let estimate else { return "–" }
        return number(estimate.mean) + interval(estimate, within: 0...1)
    }

    /// The same with a sign in front.
    static func difference(_ estimate: Estimate?) -> String {
        guard let estimate else { return "–" }
        let sign = estimate.mean < 0 ? "" : estimate.mean == 0 ? "±" : "+"
        return sign + number(estimate.mean) + interval(estimate, within: -1...1)
    }

    /// An average, or how often each word was said.
    static func summary(_ summary: EvaluatorSummary) -> String {
        if summary.categories.isEmpty { return estimate(summary.estimate) }
        let words = summary.categories.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        return words.map { "\($0.value) \($0.key)" }.joined(separator: "; ")
    }

    static func number(_ value: Double) -> String { String(format: "%.2f", value) }

    /// A chance; very small ones are not worth their digits.
    static func chance(_ value: Double) -> String { value < 0.001 ? "< 0.001" : String(format: "%.3f", value) }

    private static func interval(_ estimate: Estimate, within range: ClosedRange<Double>) -> String {
        guard let lower = estimate.lower, let upper = estimate.upper else { return "" }
        let (from, to) = (max(lower, range.lowerBound), min(upper, range.upperBound))
        return " [\(number(from)), \(number(to))]"
    }
}
