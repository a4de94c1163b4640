// SPDX-License-Identifier: Apache-2.0

import JSON

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
        let added =
            Self.counts(voterStatistics.additional, "voter_statistics")
            + Self.counts(ballotStatistics.additional, "ballot_statistics")
        let votes = voteResults.enumerated().flatMap { row, result in
            [(path: "vote_results[\(row)].vote_count", value: result.voteCount)]
                + Self.counts(result.additional, "vote_results[\(row)]")
        }
        return (statistics + added + votes).compactMap { count in count.value.map { (count.path, $0) } }
    }

    private static func counts(_ added: JSONObject, _ part: String) -> [(path: String, value: Int?)] {
        added.map { (path: "\(part).\($0.key)", value: $0.value.intValue) }
    }
}
