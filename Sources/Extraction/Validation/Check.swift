// SPDX-License-Identifier: Apache-2.0

/// One rule that a correct report keeps.
struct Check: Sendable {
    /// Public name, in results, spans and evaluations.
    let name: String

    /// What it is judged with in evaluations.
    let group: CheckGroup

    /// Whether the rule, when it is kept, speaks for every row's votes.
    let vouches: Bool

    let evaluate: @Sendable (CheckSubject) -> CheckOutcome

    init(
        _ name: String,
        _ group: CheckGroup,
        vouches: Bool = false,
        _ evaluate: @escaping @Sendable (CheckSubject) -> CheckOutcome
    ) {
        self.name = name
        self.group = group
        self.vouches = vouches
        self.evaluate = evaluate
    }

    /// All rules, in the order of results.
    static let all: [Check] = [
        .hasResults, .ballotMatch, .allocationMatch, .votesMatchGoodBallots, .turnoutMatch, .turnoutLimit,
        .digitsMatchWords, .candidateNumbers, .nonNegative, .plausible, .formIdentity,
    ]
}
