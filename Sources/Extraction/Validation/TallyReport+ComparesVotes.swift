// SPDX-License-Identifier: Apache-2.0

extension TallyReport {
    /// Whether something on the sheet vouches for all of its vote counts: they add up to a total, or each has its words.
    ///
    /// A limit does not: a row that is missing or read too low stays below it.
    func comparesVotes(_ numbers: NumberLocale) -> Bool {
        let counts = voteResults.compactMap(\.voteCount)
        guard !counts.isEmpty, counts.count == voteResults.count else { return false }
        return counts.saturatingSum() == total || voteResults.allSatisfy { $0.isInWords(numbers) }
    }

    /// What the votes add up to: the good ballots, or all where the sheet does not tell the bad ones apart.
    private var total: Int? {
        ballotStatistics.goodBallots ?? ballotStatistics.ballotsUsed ?? voterStatistics.votersPresent
    }
}

extension VoteResult {
    /// Whether the count's words say the same.
    fileprivate func isInWords(_ numbers: NumberLocale) -> Bool {
        guard let words = countInWords(numbers) else { return false }
        return words == voteCount
    }

    /// The count that the words say; nil where there are none or they are not understood.
    func countInWords(_ numbers: NumberLocale) -> Int? {
        voteCountText.flatMap { NumberWords.value(of: $0, in: numbers) }
    }
}
