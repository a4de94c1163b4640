// SPDX-License-Identifier: Apache-2.0

extension Check {
    /// No more came than could vote, and the sheet's number of eligible voters is the producer's, when it gave one.
    static let turnoutLimit = Check("turnout_limit", .turnout) { subject in
        let written = subject.voters.eligibleVoters
        let eligiblePath = "voter_statistics.eligible_voters"
        if let written, let known = subject.context.eligibleVoters, written != known {
            return .failed("eligible_voters \(written), the job's context says \(known)", fields: [eligiblePath])
        }
        guard let eligible = written ?? subject.context.eligibleVoters else {
            return .notApplicable("eligible_voters is missing")
        }
        guard let present = subject.voters.votersPresent else { return .notApplicable("voters_present is missing") }
        let detail = "voters_present \(present), eligible_voters \(eligible)"
        guard present > eligible else { return .passed(detail) }
        return .failed(detail, fields: ["voter_statistics.voters_present", eligiblePath])
    }
}
