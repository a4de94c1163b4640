// SPDX-License-Identifier: Apache-2.0

extension Check {
    /// The rows add up to the good ballots; only a negative count or one row too many can be told while rows miss.
    static let votesMatchGoodBallots = Check("votes_match_good_ballots", .ballots) { subject in
        guard let good = subject.ballots.goodBallots else { return .notApplicable("good_ballots is missing") }
        let counts = subject.rows.compactMap(\.voteCount)
        guard !counts.isEmpty else { return .notApplicable("no row has a count") }
        let sum = counts.saturatingSum()
        let detail = "good_ballots \(good), \(counts.count) rows add to \(sum)"
        let fields = ["ballot_statistics.good_ballots", "vote_results[].vote_count"]
        guard counts.count == subject.rows.count else {
            let isExceeded = sum > good && counts.allSatisfy { $0 >= 0 }
            let missing = "\(subject.rows.count - counts.count) rows have no count"
            return isExceeded ? .failed("\(detail), \(missing)", fields: fields) : .notApplicable(missing)
        }
        return sum == good ? .passed(detail) : .failed(detail, fields: fields)
    }
}
