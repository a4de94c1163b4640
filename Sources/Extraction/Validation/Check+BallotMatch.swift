// SPDX-License-Identifier: Apache-2.0

extension Check {
    /// Used ballots are good, bad, or for nobody.
    static let ballotMatch = Check("ballot_match", .ballots) { subject in
        BallotSum(
            whole: ("ballot_statistics.ballots_used", subject.ballots.ballotsUsed),
            parts: [
                ("ballot_statistics.good_ballots", subject.ballots.goodBallots),
                ("ballot_statistics.bad_ballots", subject.ballots.badBallots),
                ("ballot_statistics.no_vote_ballots", subject.ballots.noVoteBallots),
            ]
        ).outcome
    }
}
