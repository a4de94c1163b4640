// SPDX-License-Identifier: Apache-2.0

/// How much of everything a queue holds at one moment.
public struct QueueStatistics: Sendable, Hashable {
    /// The queue's own clock.
    public var now: Moment
    /// What it hands out.
    public var mode: JobQueueMode
    /// Jobs in the line.
    public var waiting: Int
    /// Deliveries in workers' hands.
    public var inFlight: Int
    /// Jobs that are put off.
    public var delayed: Int
    /// Those of them that were begun: they come back for another try. The others nobody has run yet.
    public var delayedBegun: Int
    /// When the next of these comes due.
    public var nextDue: Moment?
    /// Results that nobody has taken yet.
    public var results: Int
    /// Workers on the list.
    public var workers: Int
    /// Ids of finished jobs that are remembered.
    public var remembered: Int
    /// The number of the latest delivery. It grows with time and is no count.
    public var lastDelivery: Int64
    /// Dead letters.
    public var deadLetters: DeadLetterTotals

    /// Whether everything that was begun has come to its end.
    public var isDrained: Bool { inFlight == 0 && delayedBegun == 0 }

    /// Creates statistics.
    public init(
        now: Moment,
        mode: JobQueueMode,
        waiting: Int,
        inFlight: Int,
        delayed: Int,
        delayedBegun: Int,
        nextDue: Moment?,
        results: Int,
        workers: Int,
        remembered: Int,
        lastDelivery: Int64,
        deadLetters: DeadLetterTotals
    ) {
        self.now = now
        self.mode = mode
        self.waiting = waiting
        self.inFlight = inFlight
        self.delayed = delayed
        self.delayedBegun = delayedBegun
        self.nextDue = nextDue
        self.results = results
        self.workers = workers
        self.remembered = remembered
        self.lastDelivery = lastDelivery
        self.deadLetters = deadLetters
    }
}
