// SPDX-License-Identifier: Apache-2.0

/// What the page of one job shows.
struct JobView {
    let id: String
    let states: [JobState]
    let isUnknown: Bool
    let canCancel: Bool
    /// Whether it is put off, and can be had now.
    let canRunNow: Bool
    let deadLetterHref: String?
    let deadLetterID: String?
    let deadListHref: String
    let result: ResultView?
    let review: ReviewView?
    let pages: PicturesView?
    let run: [Fact]
    let hasRun: Bool
    let envelope: EnvelopeView?
}

/// A job as it came, as far as it may be shown.
struct EnvelopeView {
    let text: String
    let note: String
}

/// Whether a person has looked at a result that asks for that.
struct ReviewView {
    let isReviewed: Bool
    let reviewedAt: ShownTime?
}

/// Where a job is.
struct JobState {
    let word: String
    let meaning: String
    var isGood = false
    var isBad = false
    /// Whether somebody should look at it.
    var isWarning = false
}

/// What a result envelope says.
struct ResultView {
    let status: String
    let isGood: Bool
    let isBad: Bool
    let errorText: String?
    let facts: [Fact]
    let checks: [CheckRow]
    let hasChecks: Bool
    let checksSummary: String
    let disagreeing: [String]
    let hasDisagreeing: Bool
    let attempts: [AttemptRow]
    let hasAttempts: Bool
    let waterfall: Waterfall?
    let sheets: [SheetView]
    /// Whether there are sheets that are not shown.
    let hidesSheets: Bool
    let tags: [Fact]
}

/// One check of a sheet.
struct CheckRow {
    let checkName: String
    let verdict: String
    let isGood: Bool
    let isBad: Bool
    let detail: String?
}

/// One form as it was read.
struct SheetView {
    let heading: String
    let head: [SheetField]
    let counts: [SheetField]
    let votes: [VoteRow]
    let hasVotes: Bool
}

/// One field of a sheet.
struct SheetField {
    let fieldName: String
    let fieldValue: String
    /// Whether a check disagrees with it.
    let disagrees: Bool
}

/// One row of votes.
struct VoteRow {
    let number: String
    let candidate: String
    let party: String
    let votes: String
    let words: String
    let disagrees: Bool
}
