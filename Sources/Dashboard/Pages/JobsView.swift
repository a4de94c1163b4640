// SPDX-License-Identifier: Apache-2.0

/// What the page of jobs shows.
struct JobsView {
    let running: [RunningRow]
    let hasRunning: Bool
    let inFlight: String
    /// How many run that no worker has told of yet.
    let untold: String?
    let waiting: [WaitingRow]
    let waitingCount: String
    let hasWaiting: Bool
    let later: [WaitingRow]
    let laterCount: String
    let hasLater: Bool
}

/// A job in a worker's hands.
struct RunningRow {
    let jobID: String
    let href: String?
    let stage: String
    let since: String
    let attempt: Int?
    let worker: String
}

/// A job whose turn comes.
struct WaitingRow {
    let waitingID: String
    let href: String?
    let type: String
    let when: ShownTime?
    let failedRuns: Int?
}
