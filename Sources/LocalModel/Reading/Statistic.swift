// SPDX-License-Identifier: Apache-2.0

/// The numbers of a form that are not votes; raw values are the keys of the report.
enum Statistic: String, CaseIterable, Sendable {
    case eligibleVoters = "eligible_voters"
    case votersPresent = "voters_present"
    case ballotsAllocated = "ballots_allocated"
    case ballotsUsed = "ballots_used"
    case goodBallots = "good_ballots"
    case badBallots = "bad_ballots"
    case noVoteBallots = "no_vote_ballots"
    case ballotsRemaining = "ballots_remaining"

    static let voters: [Self] = [.eligibleVoters, .votersPresent]
    static let ballots: [Self] = [
        .ballotsAllocated, .ballotsUsed, .goodBallots, .badBallots, .noVoteBallots, .ballotsRemaining,
    ]
}
