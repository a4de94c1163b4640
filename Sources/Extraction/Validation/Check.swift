// SPDX-License-Identifier: Apache-2.0

/// One rule that a correct report keeps.
struct Check: Sendable {
    /// Public name, in results, spans and evaluations.
    let name: String

    let evaluate: @Sendable (CheckSubject) -> CheckOutcome

    init(_ name: String, _ evaluate: @escaping @Sendable (CheckSubject) -> CheckOutcome) {
        self.name = name
        self.evaluate = evaluate
    }

    /// All rules, in the order of results.
    static let all: [Check] = [
        .hasResults, .ballotMatch, .allocationMatch, .votesMatchGoodBallots, .turnoutMatch, .turnoutLimit,
        .digitsMatchWords, .candidateNumbers, .nonNegative, .plausible, .formIdentity,
    ]
}
