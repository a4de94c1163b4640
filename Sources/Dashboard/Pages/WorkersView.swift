// SPDX-License-Identifier: Apache-2.0

/// What the page of workers shows.
struct WorkersView {
    let count: String
    let workers: [WorkerRow]
    let hasWorkers: Bool
    let slots: String
    let busy: String
}

/// One worker.
struct WorkerRow {
    let workerID: String
    let host: String
    let version: String
    let beat: String
    let isSilent: Bool
    /// Whether it takes no jobs, for whatever reason.
    let isQuiet: Bool
    /// Whether an operator wants it so.
    let isQuieted: Bool
    let running: Int
    let concurrency: Int
    let memory: String
    let completed: String
    let retried: String
    let buried: String
    let begun: ShownTime?
}
