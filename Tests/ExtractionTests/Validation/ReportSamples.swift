// SPDX-License-Identifier: Apache-2.0

import JSON
import TestSupport

@testable import Extraction

/// Complete and correct reports of made-up polling stations.
enum ReportSamples {
    static func complete(rows: Int, using random: inout SeededGenerator, form: FormType = .constituency) -> TallyReport
    {
        let votes = (0..<rows).map { _ in Int.random(in: 0...(1_200 / rows), using: &random) }
        let good = votes.reduce(0, +)
        let bad = Int.random(in: 0...30, using: &random)
        let none = Int.random(in: 0...60, using: &random)
        let used = good + bad + none
        let remaining = Int.random(in: 0...200, using: &random)
        return TallyReport(
            formInfo: FormInfo(
                formType: form,
                date: "8 กุมภาพันธ์ 2569",
                province: "แพร่",
                district: "เมืองแพร่",
                subDistrict: "ในเวียง",
                constituencyNumber: 1,
                pollingStationNumber: "12"
            ),
            voterStatistics: VoterStatistics(
                eligibleVoters: used + Int.random(in: 0...300, using: &random),
                votersPresent: used
            ),
            ballotStatistics: BallotStatistics(
                ballotsAllocated: used + remaining,
                ballotsUsed: used,
                goodBallots: good,
                badBallots: bad,
                noVoteBallots: none,
                ballotsRemaining: remaining
            ),
            voteResults: votes.enumerated().map { row, count in
                VoteResult(
                    number: row + 1,
                    candidateName: form == .partyList ? nil : "ผู้สมัคร \(row + 1)",
                    partyName: "พรรค \(row + 1)",
                    voteCount: count,
                    voteCountText: NumberSpeller.thai.spellings(count)[0]
                )
            }
        )
    }

    /// What a producer would know about the station of the report.
    static func context(of report: TallyReport) -> JSONValue {
        [
            "registered_voters": JSONValue(count: report.voterStatistics.eligibleVoters),
            "polling_station": [
                "number": JSONValue(text: report.formInfo.pollingStationNumber),
                "constituency_number": JSONValue(count: report.formInfo.constituencyNumber),
            ],
            "candidates": .array(
                report.voteResults.map {
                    ["number": JSONValue(count: $0.number), "name": JSONValue(text: $0.candidateName)]
                }
            ),
        ]
    }
}
