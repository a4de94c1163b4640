// SPDX-License-Identifier: Apache-2.0

import JSON
import LLMObservability
import Testing

@testable import LLMExperiments

/// Figures of R 4 and of the cited papers.
@Suite struct StatisticsTests {
    private func isNear(_ value: Double?, _ expected: Double, within tolerance: Double = 1e-6) -> Bool {
        value.map { abs($0 - expected) <= tolerance } ?? false
    }

    /// `prop.test(x, n, correct = FALSE)`
    @Test(arguments: [
        (8, 10, 0.4901625, 0.9433178), (0, 10, 0, 0.2775328), (10, 10, 0.7224672, 1), (1, 2, 0.0945312, 0.9054688),
    ])
    func wilson(successes: Int, count: Int, lower: Double, upper: Double) throws {
        let estimate = try #require(Estimate.share(successes: successes, of: count))
        #expect(isNear(estimate.lower, lower) && isNear(estimate.upper, upper))
        #expect(estimate.mean == Double(successes) / Double(count) && estimate.method == .wilson)
    }

    /// `qt(0.975, df)`
    @Test(arguments: [
        (1.0, 12.70620474), (2, 4.30265273), (4, 2.77644511), (9, 2.26215716), (30, 2.04227246), (1000, 1.96233908),
    ])
    func studentT(degrees: Double, quantile: Double) {
        #expect(isNear(StudentT(degrees: degrees).quantile(0.975), quantile))
    }

    @Test func means() throws {
        let estimate = try #require(Estimate.mean(of: [1, 2, 3, 4, 5]))
        #expect(estimate.mean == 3 && isNear(estimate.lower, 3 - 1.96324316) && isNear(estimate.upper, 3 + 1.96324316))
        let single = try #require(Estimate.mean(of: [4]))
        #expect(single.mean == 4 && single.lower == nil && single.upper == nil)
        let equal = try #require(Estimate.mean(of: [0.5, 0.5, 0.5]))
        #expect(equal.lower == 0.5 && equal.upper == 0.5)
        #expect(Estimate.mean(of: []) == nil && Estimate.share(successes: 0, of: 0) == nil)
    }

    @Test func differenceOfShares() throws {
        // (1 + 1) / 12 and (4 + 1) / 12: 0.25 ± 1.96 · √((7/12 − 1/16) / 12)
        let estimate = try #require(Estimate.difference(onlyFirst: 1, onlySecond: 4, of: 10))
        #expect(isNear(estimate.mean, 0.3) && isNear(estimate.lower, -0.1583258) && isNear(estimate.upper, 0.6583258))
        #expect(Estimate.difference(onlyFirst: 0, onlySecond: 0, of: 0) == nil)
    }

    /// `binom.test(x, n)$p.value`
    @Test(arguments: [(0, 0, 1.0), (1, 5, 0.21875), (5, 1, 0.21875), (0, 5, 0.0625), (3, 3, 1), (10, 30, 0.002221435)])
    func signTest(first: Int, second: Int, expected: Double) {
        #expect(isNear(SignTest.pValue(first, second), expected))
    }

    @Test func summaries() {
        let evaluations: [EvaluatorOutcome?] = [
            .judged(.boolean(true)), .judged(.boolean(false)), .judged(.notApplicable), nil,
            .failed(RecordError(type: "Bug", message: "")),
        ]
        let summary = EvaluatorSummary("exact", evaluations)
        #expect(summary.judged == 2 && summary.failed == 1 && summary.estimate?.mean == 0.5)
        #expect(summary.estimate?.method == .wilson)
        let words = EvaluatorSummary("label", [.judged(.categorical("good")), .judged(.categorical("good"))])
        #expect(words.estimate == nil && words.categories == ["good": 2])
        #expect(EvaluatorSummary("score", [.judged(.score(1)), .judged(.score(2))]).estimate?.mean == 1.5)
    }
}
