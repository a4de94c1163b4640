// SPDX-License-Identifier: Apache-2.0

import DequeModule

extension InMemoryJobQueue: JobQueueDriver {
    /// See ``JobQueueDriver``.
    public func enqueue(_ envelopes: [[UInt8]]) async throws(JobQueueError) {
        change { queue, _ in
            for bytes in envelopes { queue.line.prepend(bytes) }
        }
    }

    /// See ``JobQueueDriver``.
    public func claim(upTo count: Int, worker: String, lease: Duration) async throws(JobQueueError) -> ClaimedBatch {
        change { queue, now in queue.claim(upTo: count, worker: worker, lease: lease, now: now) }
    }

    /// See ``JobQueueDriver``.
    public func start(_ jobs: [JobStart], worker: String) async throws(JobQueueError) -> [StartDecision] {
        change { queue, now in jobs.map { queue.start($0, worker: worker, now: now) } }
    }

    /// See ``JobQueueDriver``.
    public func beat(
        worker: String,
        status: [UInt8],
        deliveries: [Int64],
        lease: Duration
    ) async throws(JobQueueError) -> HeartbeatReply {
        change { queue, now in
            queue.beat(worker: worker, status: status, deliveries: deliveries, lease: lease, now: now)
        }
    }

    /// See ``JobQueueDriver``.
    public func settle(_ jobs: [JobSettlement], worker: String) async throws(JobQueueError) -> [SettlementReply] {
        change { queue, now in jobs.map { queue.settle($0, worker: worker, now: now) } }
    }

    /// See ``JobQueueDriver``.
    public func takeOver(upTo count: Int, worker: String, lease: Duration) async throws(JobQueueError) -> [Orphan] {
        change { queue, now in queue.takeOver(upTo: count, worker: worker, lease: lease, now: now) }
    }

    /// See ``JobQueueDriver``.
    public func unstageSilentWorkers(silentFor: Duration) async throws(JobQueueError) -> Int {
        change { queue, now in
            queue.unstageSilentWorkers(silentFor: silentFor, now: now)
        }
    }

    /// See ``JobQueueDriver``.
    public func returnStaged(worker: String) async throws(JobQueueError) {
        _ = change { queue, _ in queue.returnStaged(worker) }
    }

    /// See ``JobQueueDriver``.
    public func leave(worker: String) async throws(JobQueueError) {
        change { queue, now in
            _ = queue.unstage(worker)
            queue.quieted.remove(worker)
            queue.left[worker] = now
        }
    }

    /// See ``JobQueueDriver``.
    public func now() async throws(JobQueueError) -> Moment { change { _, now in now } }
}

extension InMemoryJobQueue: JobQueueControl {
    /// See ``JobQueueControl``.
    public func setMode(_ mode: JobQueueMode) async throws(JobQueueError) {
        change { queue, _ in queue.mode = mode }
    }

    /// See ``JobQueueControl``.
    public func setQuiet(_ isQuiet: Bool, worker: String) async throws(JobQueueError) -> Bool {
        change { queue, _ in
            guard queue.workers[worker] != nil else { return false }
            if isQuiet { queue.quieted.insert(worker) } else { queue.quieted.remove(worker) }
            return true
        }
    }

    /// See ``JobQueueControl``.
    public func mode() async throws(JobQueueError) -> JobQueueMode {
        change { queue, _ in queue.mode }
    }

    /// See ``JobQueueControl``.
    public func cancel(_ jobIDs: [String]) async throws(JobQueueError) -> [String] {
        change { queue, now in jobIDs.filter { queue.cancel($0, now: now) } }
    }

    /// See ``JobQueueControl``.
    public func hasten(_ jobs: [DelayedJob]) async throws(JobQueueError) -> [DelayedJob] {
        change { queue, now in jobs.filter { queue.hasten($0, now: now) } }
    }
}
