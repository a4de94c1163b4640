// SPDX-License-Identifier: Apache-2.0

extension Check {
    /// No row has more votes than there are good ballots (or used ballots, or voters, when those are missing), no part
    /// of the ballots is larger than the whole, and no row has its count in words alone.
    static let plausible = Check("plausible", .votes) { subject in
        let flaws = tooMany(subject) + tooLarge(subject) + wordsAlone(subject)
        guard flaws.isEmpty else {
            return .failed(BoundedList.text(flaws.map(\.text)), fields: flaws.map(\.path).removingDuplicates())
        }
        guard let limit = limit(subject) else { return .notApplicable("no total is there to compare with") }
        guard subject.rows.contains(where: { $0.voteCount != nil }) else { return .notApplicable("no row has a count") }
        return .passed("no count is above \(limit.name) \(limit.value)")
    }

    private typealias Flaw = (path: String, text: String)

    private static func limit(_ subject: CheckSubject) -> (name: String, value: Int)? {
        let limits: [(name: String, value: Int?)] = [
            ("good_ballots", subject.ballots.goodBallots),
            ("ballots_used", subject.ballots.ballotsUsed),
            ("voters_present", subject.voters.votersPresent),
            ("eligible_voters", subject.voters.eligibleVoters ?? subject.context.eligibleVoters),
        ]
        return limits.lazy.compactMap { limit in limit.value.map { (limit.name, $0) } }.first
    }

    private static func tooMany(_ subject: CheckSubject) -> [Flaw] {
        guard let limit = limit(subject) else { return [] }
        return subject.rows.enumerated().compactMap { row, result in
            guard let count = result.voteCount, count > limit.value else { return nil }
            return ("vote_results[\(row)].vote_count", "row \(row): \(count) is above \(limit.name) \(limit.value)")
        }
    }

    private static func tooLarge(_ subject: CheckSubject) -> [Flaw] {
        let ballots = subject.ballots
        let parts: [(part: String, value: Int?, whole: String, limit: Int?)] = [
            ("good_ballots", ballots.goodBallots, "ballots_used", ballots.ballotsUsed),
            ("bad_ballots", ballots.badBallots, "ballots_used", ballots.ballotsUsed),
            ("no_vote_ballots", ballots.noVoteBallots, "ballots_used", ballots.ballotsUsed),
            ("ballots_used", ballots.ballotsUsed, "ballots_allocated", ballots.ballotsAllocated),
            ("ballots_remaining", ballots.ballotsRemaining, "ballots_allocated", ballots.ballotsAllocated),
        ]
        return parts.compactMap { entry in
            guard let value = entry.value, let limit = entry.limit, value > limit else { return nil }
            return ("ballot_statistics.\(entry.part)", "\(entry.part) \(value) is above \(entry.whole) \(limit)")
        }
    }

    private static func wordsAlone(_ subject: CheckSubject) -> [Flaw] {
        subject.rows.enumerated().compactMap { row, result in
            guard result.voteCount == nil, let words = result.countInWords(subject.numbers) else {
                return nil
            }
            return ("vote_results[\(row)].vote_count", "row \(row): no digits, words \(words)")
        }
    }
}
