// SPDX-License-Identifier: Apache-2.0

import Extraction
import JSON
import TestSupport

/// Complete and correct reports of made-up polling stations.
enum ReportSamples {
    /// A Thai form with every number and every count in words.
    static func complete(
        rows: Int,
        using random: inout SeededGenerator,
        form: FormType = .constituency
    ) -> TallyReport {
        let votes = (0..<rows).map { _ in Int.random(in: 0...(1_200 / rows), using: &random) }
        return thai(votes, form, using: &random)
    }

    /// A Thai form of many parties; most have no vote, and some of these rows are left empty.
    static func partyList(rows: Int, using random: inout SeededGenerator) -> TallyReport {
        let votes = (0..<rows).map { _ in
            Int.random(in: 0..<5, using: &random) < 3 ? 0 : Int.random(in: 1...120, using: &random)
        }
        var report = thai(votes, .partyList, using: &random)
        for row in votes.indices where votes[row] == 0 && Bool.random(using: &random) {
            report.voteResults[row].voteCountText = nil
        }
        return report
    }

    /// A printed report without numbers of candidates and without words.
    static func printedPrecinct(rows: Int, using random: inout SeededGenerator) -> TallyReport {
        let votes = (0..<rows).map { _ in Int.random(in: 0...(1_800 / rows), using: &random) }
        var report = TallyReport(
            formInfo: FormInfo(
                date: "2026-11-03",
                province: "Utah",
                district: "Piute County",
                pollingStationNumber: "Greenwich"
            ),
            voteResults: votes.enumerated().map { row, count in
                VoteResult(
                    candidateName:
                        "\(givenNames[row % givenNames.count]) \(familyNames[row % familyNames.count])",
                    partyName: ["DEM", "REP", "LIB", nil][row % 4],
                    voteCount: count
                )
            }
        )
        addStatistics(to: &report, using: &random)
        return report
    }

    /// Contests of one precinct, each with its own printed total; not everyone who came has voted in each.
    static func printedContests(using random: inout SeededGenerator) -> [TallyReport] {
        let present = Int.random(in: 200...900, using: &random)
        let eligible = present + Int.random(in: 0...300, using: &random)
        return (2...4).map { rows in
            var report = printedPrecinct(rows: rows, using: &random)
            for row in report.voteResults.indices {
                report.voteResults[row].voteCount = Int.random(in: 0...(present / rows), using: &random)
            }
            let total = report.voteResults.compactMap(\.voteCount).reduce(0, +)
            report.voterStatistics = VoterStatistics(eligibleVoters: eligible, votersPresent: present)
            report.ballotStatistics = BallotStatistics(ballotsUsed: present)
            report.ballotStatistics.additional = ["total_votes": .integer(Int64(total))]
            return report
        }
    }

    private static let givenNames = [
        "Abigail", "Benjamin", "Charlotte", "Dominic", "Eleanor", "Frederick", "Gwendolyn",
    ]
    private static let familyNames = ["Ashworth", "Blackwood", "Castellano", "Drummond", "Espinoza"]

    private static func thai(
        _ votes: [Int],
        _ form: FormType,
        using random: inout SeededGenerator
    )
        -> TallyReport
    {
        var report = TallyReport(
            formInfo: FormInfo(
                formType: form,
                date: "8 กุมภาพันธ์ 2569",
                province: "แพร่",
                district: "เมืองแพร่",
                subDistrict: "ในเวียง",
                constituencyNumber: 1,
                pollingStationNumber: "12"
            ),
            voteResults: votes.enumerated().map { row, count in
                VoteResult(
                    number: row + 1,
                    candidateName: form == .partyList ? nil : "ผู้สมัคร \(row + 1)",
                    partyName: "พรรค \(row + 1)",
                    voteCount: count,
                    voteCountText: NumberSpeller.thai.spellings(count).randomElement(using: &random)
                )
            }
        )
        addStatistics(to: &report, using: &random)
        return report
    }

    /// Voters and ballots that agree with the votes.
    private static func addStatistics(
        to report: inout TallyReport,
        using random: inout SeededGenerator
    ) {
        let good = report.voteResults.compactMap(\.voteCount).reduce(0, +)
        let bad = Int.random(in: 0...30, using: &random)
        let none = Int.random(in: 0...60, using: &random)
        let used = good + bad + none
        let remaining = Int.random(in: 0...200, using: &random)
        report.voterStatistics = VoterStatistics(
            eligibleVoters: used + Int.random(in: 0...300, using: &random),
            votersPresent: used
        )
        report.ballotStatistics = BallotStatistics(
            ballotsAllocated: used + remaining,
            ballotsUsed: used,
            goodBallots: good,
            badBallots: bad,
            noVoteBallots: none,
            ballotsRemaining: remaining
        )
    }
}
