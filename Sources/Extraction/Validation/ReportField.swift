// SPDX-License-Identifier: Apache-2.0

import JSON

/// A number of a report by its path, such as `ballot_statistics.good_ballots`, or one of each row, such as
/// `vote_results[].vote_count`.
struct ReportField: Sendable, Hashable {
    enum Part: String, Sendable, CaseIterable {
        case form = "form_info"
        case voters = "voter_statistics"
        case ballots = "ballot_statistics"
        case rows = "vote_results[]"
    }

    let part: Part
    let member: String

    /// Nil for a text that is no such path.
    init?(path: String) {
        let names = path.split(separator: ".", omittingEmptySubsequences: false)
        guard names.count == 2, !names[1].isEmpty, let part = Part(rawValue: String(names[0])) else { return nil }
        self.part = part
        member = String(names[1])
    }

    var path: String { "\(part.rawValue).\(member)" }

    var isOfRows: Bool { part == .rows }

    /// The number, or that of each row; nil where it is missing.
    func values(in report: TallyReport) -> [Int?] {
        switch part {
        case .form: [report.formInfo.number(member)]
        case .voters: [report.voterStatistics.number(member)]
        case .ballots: [report.ballotStatistics.number(member)]
        case .rows: report.voteResults.map { $0.number(member) }
        }
    }
}

extension FormInfo {
    fileprivate func number(_ member: String) -> Int? {
        member == "constituency_number" ? constituencyNumber : additional[member]?.intValue
    }
}

extension VoterStatistics {
    fileprivate func number(_ member: String) -> Int? {
        switch member {
        case "eligible_voters": eligibleVoters
        case "voters_present": votersPresent
        default: additional[member]?.intValue
        }
    }
}

extension BallotStatistics {
    fileprivate func number(_ member: String) -> Int? {
        switch member {
        case "ballots_allocated": ballotsAllocated
        case "ballots_used": ballotsUsed
        case "good_ballots": goodBallots
        case "bad_ballots": badBallots
        case "no_vote_ballots": noVoteBallots
        case "ballots_remaining": ballotsRemaining
        default: additional[member]?.intValue
        }
    }
}

extension VoteResult {
    fileprivate func number(_ member: String) -> Int? {
        switch member {
        case "number": number
        case "vote_count": voteCount
        default: additional[member]?.intValue
        }
    }
}
