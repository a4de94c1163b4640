// SPDX-License-Identifier: Apache-2.0

extension TallyReport {
    /// Every number that counts people, ballots or votes, with its path in the report.
    var counts: [(path: String, value: Int)] {
        let statistics: [(path: String, value: Int?)] = [
            ("voter_statistics.eligible_voters", voterStatistics.eligibleVoters),
            ("voter_statistics.voters_present", voterStatistics.votersPresent),
            ("ballot_statistics.ballots_allocated", ballotStatistics.ballotsAllocated),
            ("ballot_statistics.ballots_used", ballotStatistics.ballotsUsed),
            ("ballot_statistics.good_ballots", ballotStatistics.goodBallots),
            ("ballot_statistics.bad_ballots", ballotStatistics.badBallots),
            ("ballot_statistics.no_vote_ballots", ballotStatistics.noVoteBallots),
            ("ballot_statistics.ballots_remaining", ballotStatistics.ballotsRemaining),
        ]
        let votes = voteResults.enumerated().map { (path: "vote_results[\($0)].vote_count", value: $1.voteCount) }
        return (statistics + votes).compactMap { count in count.value.map { (count.path, $0) } }
    }
}
