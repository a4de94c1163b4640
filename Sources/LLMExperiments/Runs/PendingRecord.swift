// SPDX-License-Identifier: Apache-2.0

/// What a run has still to do with a record.
enum PendingRecord: Sendable {
    /// Run the task on the record at this place of the dataset.
    case run(Int)
    /// Go on with what is known of the record at this place: its task has ended.
    case goOn(RecordProgress, Int)
}
