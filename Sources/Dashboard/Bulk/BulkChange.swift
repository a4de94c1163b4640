// SPDX-License-Identifier: Apache-2.0

import JobQueue

/// Something that is done to all dead letters that fulfil some conditions.
struct BulkChange: Sendable {
    /// What is done to each.
    enum Kind: String, Sendable, CaseIterable {
        /// Nothing; they are only counted.
        case count
        /// It goes back into the line.
        case retry
        /// It goes for good.
        case delete
    }

    /// How far it has come.
    enum State: Sendable, Equatable {
        case running
        case done
        case stopped
        case failed(String)

        var word: String {
            switch self {
            case .running: "running"
            case .done: "done"
            case .stopped: "stopped"
            case .failed: "failed"
            }
        }
    }

    let id: String
    let kind: Kind
    /// The conditions as a query.
    let query: String
    let rate: Double?
    /// Letters that died later are not touched.
    let until: Moment
    /// How many there are to look at, at most.
    let total: Int
    var progress = DeadLetterSweep.Progress()
    var state = State.running
}
