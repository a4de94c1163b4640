// SPDX-License-Identifier: Apache-2.0

import DequeModule

/// What an in-memory queue holds. Each member of the Redis layout has its like here.
struct InMemoryQueueState {
    /// A delivery in a worker's hands.
    struct Flight {
        var bytes: [UInt8]
        var worker: String
        var jobID: String?
        var leaseEnd: Moment
        /// How many workers in a row have lost it before it was started.
        var losses = 0
    }

    /// A worker as it was last heard of.
    struct Worker {
        var lastBeat: Moment
        var status: [UInt8]
    }

    /// Dead letters that had to go, by cause.
    struct Dropped {
        var byCount = 0
        var byAge = 0
        var byBytes = 0
    }

    let limits: JobQueueLimits
    /// Jobs; producers prepend, workers take the last.
    var line: Deque<[UInt8]> = []
    /// Results, the latest first.
    var results: Deque<[UInt8]> = []
    /// What workers' waits have received and not claimed yet, the latest first.
    var stages: [String: Deque<[UInt8]>] = [:]
    var lastDelivery: Int64 = 0
    var flight: [Int64: Flight] = [:]
    /// Job id to delivery.
    var running: [String: Int64] = [:]
    /// Delayed jobs, and whether the deliveries that put them off were started, the earliest first.
    var later: [(job: DelayedJob, isBegun: Bool)] = []
    var done: [String: Moment] = [:]
    /// The keys of ``done``, the earliest first; may name ids that are forgotten.
    var doneOrder: Deque<(jobID: String, at: Moment)> = []
    var cancelled: [String: Moment] = [:]
    /// Jobs whose results a person has looked at.
    var reviewed: [String: Moment] = [:]
    var workers: [String: Worker] = [:]
    /// Workers that went, by when, for as long as a wait of theirs may still receive something.
    var left: [String: Moment] = [:]
    var mode = JobQueueMode.open
    /// Workers that are to take no more jobs.
    var quieted: Set<String> = []
    var dead: [String: BuriedJob] = [:]
    var dropped = Dropped()

    init(limits: JobQueueLimits) { self.limits = limits }

    /// The fence.
    func owns(_ worker: String, _ delivery: Int64) -> Bool { flight[delivery]?.worker == worker }

    /// Takes a delivery out of flight.
    mutating func forget(_ delivery: Int64) {
        guard let gone = flight.removeValue(forKey: delivery) else { return }
        if let job = gone.jobID, running[job] == delivery { running[job] = nil }
    }

    /// Writes a terminal result unless the id has one already.
    mutating func answer(_ jobID: String?, _ result: [UInt8], now: Moment) {
        guard let jobID, !jobID.isEmpty else { return results.prepend(result) }
        cancelled[jobID] = nil
        forgetAnswers(now: now)
        if done[jobID] == nil {
            results.prepend(result)
            done[jobID] = now
            doneOrder.append((jobID, now))
        }
        forgetAnswers(now: now)
    }

    /// Keeps ids with an answer as long, and as many, as the limits say.
    mutating func forgetAnswers(now: Moment) {
        while let first = doneOrder.first {
            let isValid = done[first.jobID] == first.at
            let isOld = now.since(first.at) >= limits.deduplicationWindow
            guard !isValid || isOld || done.count > limits.deduplicationCap else { break }
            if isValid { done[first.jobID] = nil }
            doneOrder.removeFirst()
        }
    }
}
