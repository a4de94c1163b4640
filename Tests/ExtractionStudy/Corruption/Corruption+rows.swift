// SPDX-License-Identifier: Apache-2.0

import Extraction

extension Corruption {
    /// Rows that are missing, repeated, or hold what belongs to a neighbour.
    static func misplacedRows(of report: TallyReport) -> [Corruption] {
        report.voteResults.indices.flatMap { index in
            lostOrRepeated(index, in: report) + swapped(index, in: report)
                + shifted(from: index, in: report)
        }
    }

    private static func lostOrRepeated(_ index: Int, in report: TallyReport) -> [Corruption] {
        [
            changing(report, .missingRow, "vote_results") { $0.remove(at: index) },
            changing(report, .repeatedRow, "vote_results") { $0.insert($0[index], at: index) },
        ]
    }

    /// A row and the next one have each other's cells.
    private static func swapped(_ index: Int, in report: TallyReport) -> [Corruption] {
        let next = index + 1
        guard next < report.voteResults.count else { return [] }
        return [
            changing(report, .swappedCounts, "vote_count") { $0.exchange(index, next, \.voteCount) },
            changing(report, .otherWords, "vote_count_text") { rows in
                rows[index].voteCountText = rows[next].voteCountText ?? rows[index].voteCountText
            },
            changing(report, .swappedVotes, "vote_count") {
                $0.exchange(index, next, \.voteCount)
                $0.exchange(index, next, \.voteCountText)
            },
            changing(report, .swappedNames, "candidate_name") {
                $0.exchange(index, next, \.candidateName)
                $0.exchange(index, next, \.partyName)
            },
        ]
    }

    /// From a row on, each has what belongs to the row above; the last row's is lost.
    private static func shifted(from index: Int, in report: TallyReport) -> [Corruption] {
        guard index > 0 else { return [] }
        return [
            changing(report, .shiftedCounts, "vote_count") { $0.shift(from: index, \.voteCount) },
            changing(report, .shiftedVotes, "vote_count") {
                $0.shift(from: index, \.voteCount)
                $0.shift(from: index, \.voteCountText)
            },
        ]
    }

    private static func changing(
        _ report: TallyReport,
        _ kind: CorruptionKind,
        _ field: String,
        _ change: (inout [VoteResult]) -> Void
    ) -> Corruption {
        var changed = report
        change(&changed.voteResults)
        return Corruption(kind: kind, field: field, report: changed)
    }
}

extension [VoteResult] {
    fileprivate mutating func exchange<Cell>(
        _ first: Int,
        _ second: Int,
        _ cell: WritableKeyPath<VoteResult, Cell>
    ) {
        let kept = self[first][keyPath: cell]
        self[first][keyPath: cell] = self[second][keyPath: cell]
        self[second][keyPath: cell] = kept
    }

    fileprivate mutating func shift<Cell>(from start: Int, _ cell: WritableKeyPath<VoteResult, Cell>) {
        let cells = map { $0[keyPath: cell] }
        for index in start..<count { self[index][keyPath: cell] = cells[index - 1] }
    }
}
