// SPDX-License-Identifier: Apache-2.0

/// What the page of one dead letter shows.
struct LetterView {
    let id: String
    let letterHref: String
    let editHref: String
    let errorType: String
    let classHref: String
    let fingerprint: String
    let fingerprintHref: String
    let reasonText: String
    let stage: String
    let message: String
    let facts: [Fact]
    let attempts: [AttemptRow]
    let droppedAttempts: String?
    let waterfall: Waterfall?
    let job: String
    let jobNote: String?
    let hasJob: Bool
    let pages: PicturesView?
    let tags: [Fact]
    let headers: [Fact]
}

/// A name and a value.
struct Fact {
    let name: String
    let value: String
    var link: String?
}

/// One run, or one call within a run.
struct AttemptRow {
    let number: String
    let isTry: Bool
    let kind: String
    let isError: Bool
    let what: String
    let attemptMessage: String
    let attemptStage: String
    let model: String
    let started: ShownTime?
    let took: String
    let worker: String
    let details: String
}
