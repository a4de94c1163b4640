// SPDX-License-Identifier: Apache-2.0

/// One contest of an English sheet while it is being read.
struct Contest: Sendable {
    var title: String?
    var candidates: [CandidateLine] = []
    var total: Figure?

    /// Adds a line unless its number stands elsewhere than those above it, as in a page's foot.
    mutating func add(_ line: CandidateLine) {
        guard candidates.first.map(line.isAligned) ?? true else { return }
        candidates.append(line)
    }

    /// Lets the printed sums decide between two readings; takes back what they contradict.
    ///
    /// Only numbers that were read are ever chosen.
    mutating func settle() {
        if let total = total?.value, total > 0 {
            settleByPercentage(total)
            settleBySum(total)
        }
    }

    private mutating func settleByPercentage(_ total: Int) {
        for index in candidates.indices {
            guard candidates[index].votes.value == nil, let percentage = candidates[index].percentage else { continue }
            let fitting = candidates[index].votes.readings.filter { reading in
                abs(100 * Double(reading) / Double(total) - percentage) < 0.06
            }
            if fitting.count == 1 { candidates[index].votes.confirm(fitting[0]) }
        }
    }

    private mutating func settleBySum(_ total: Int) {
        let open = candidates.indices.filter { candidates[$0].votes.value == nil }
        guard open.count == 1, let index = open.first else { return }
        let others = candidates.compactMap(\.votes.value).reduce(0, +)
        candidates[index].votes.confirm(total - others)
    }

    func report(basedOn page: SheetReport) -> SheetReport {
        var report = page
        let isParty = title?.lowercased().contains("straight party") ?? false
        report.totalVotes = total?.value
        report.voteResults = candidates.map { line in
            SheetReport.VoteResult(
                number: line.number,
                candidateName: isParty ? nil : line.name,
                partyName: isParty ? line.name : line.party,
                voteCount: line.votes.value,
                voteCountText: line.words
            )
        }
        return report
    }
}
