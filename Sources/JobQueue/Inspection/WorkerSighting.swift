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

    /// Creates a sighting.
    public init(id: String, lastBeat: Moment, status: JSONObject) {
        self.id = id
        self.lastBeat = lastBeat
        self.status = status
    }
}
