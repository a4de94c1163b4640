// SPDX-License-Identifier: Apache-2.0

public import JSON

/// What a queue knows of a worker.
public struct WorkerSighting: Sendable, Hashable {
    /// The worker's id.
    public var id: String
    /// When it was last heard of, by the queue's clock.
    public var lastBeat: Moment
    /// What it told of itself then: host, concurrency, running jobs, counts.
    public var status: JSONObject
    /// Whether an operator wants it to take no more jobs, see ``JobQueueControl/setQuiet(_:worker:)``. Whether it takes none
    /// already, for this or another reason, is told by `quiet` in its status.
    public var isQuieted: Bool

    /// Creates a sighting.
    public init(id: String, lastBeat: Moment, status: JSONObject, isQuieted: Bool = false) {
        self.id = id
        self.lastBeat = lastBeat
        self.status = status
        self.isQuieted = isQuieted
    }
}
