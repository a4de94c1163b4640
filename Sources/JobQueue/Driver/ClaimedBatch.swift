// SPDX-License-Identifier: Apache-2.0

/// The answer to a claim.
public struct ClaimedBatch: Sendable {
    /// Whether the queue hands out jobs.
    public enum State: String, Sendable {
        /// It does.
        case open
        /// An operator paused it.
        case paused
        /// Only what was begun already.
        case draining
        /// The results list is full; consumers must catch up first.
        case full
    }

    /// Whether the queue hands out jobs.
    public var state: State
    /// The queue's own clock.
    public var now: Moment
    /// When the next delayed job is due, if there is one.
    public var nextDue: Moment?
    /// The jobs.
    public var deliveries: [Delivery]

    /// Creates a batch.
    public init(state: State, now: Moment, nextDue: Moment?, deliveries: [Delivery]) {
        self.state = state
        self.now = now
        self.nextDue = nextDue
        self.deliveries = deliveries
    }
}
