// SPDX-License-Identifier: Apache-2.0

/// What a run has still to do with a record.
enum PendingRecord: Sendable {
    /// Run the task on the record at this place of the dataset.
    case run(Int)
    /// Tell the platform of a result of an earlier run, of the record at this place.
    case mirror(FinishedRecord, Int)

    /// The record's place in the dataset.
    var place: Int {
        switch self {
        case .run(let place), .mirror(_, let place): place
        }
    }
}
