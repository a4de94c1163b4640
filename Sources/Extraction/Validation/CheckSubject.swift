// SPDX-License-Identifier: Apache-2.0

/// What a check looks at: one report, and what is known around it.
struct CheckSubject {
    let report: TallyReport

    /// The reports of the job that come before this one.
    let earlier: ArraySlice<TallyReport>

    /// Whether the job has no other.
    let isOnlyReport: Bool

    let context: ValidationContext
    let numbers: NumberLocale

    var voters: VoterStatistics { report.voterStatistics }
    var ballots: BallotStatistics { report.ballotStatistics }
    var rows: [VoteResult] { report.voteResults }

    /// The list of the producer that belongs to this report's form; nil when it gave none.
    var listed: [ListedChoice]? {
        report.formInfo.formType == .partyList ? context.parties : context.candidates
    }
}
