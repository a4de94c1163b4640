// SPDX-License-Identifier: Apache-2.0

extension Check {
    /// Who came used a ballot.
    static let turnoutMatch = Check("turnout_match", .turnout) { subject in
        guard let present = subject.voters.votersPresent else { return .notApplicable("voters_present is missing") }
        guard let used = subject.ballots.ballotsUsed else { return .notApplicable("ballots_used is missing") }
        let detail = "voters_present \(present), ballots_used \(used)"
        guard present != used else { return .passed(detail) }
        return .failed(detail, fields: ["voter_statistics.voters_present", "ballot_statistics.ballots_used"])
    }
}
