// SPDX-License-Identifier: Apache-2.0

import DequeModule

extension InMemoryQueueState {
    mutating func claim(upTo count: Int, worker: String, lease: Duration, now: Moment) -> ClaimedBatch {
        var batch = ClaimedBatch(state: .open, now: now, nextDue: nil, deliveries: [])
        if mode == .paused { batch.state = .paused }
        if limits.resultsCap > 0, results.count >= limits.resultsCap { batch.state = .full }
        guard batch.state == .open else { return batch }
        var taken = takeStaged(worker, upTo: count)
        let due = later.prefix(mode == .draining ? count - taken.count : 100).prefix { $0.due <= now }
        // What has come due goes to the head of the line, the earliest foremost.
        line.append(contentsOf: due.reversed().map(\.bytes))
        later.removeFirst(due.count)
        batch.nextDue = later.first?.due
        if mode == .draining { batch.state = .draining }
        let limit = mode == .draining ? taken.count + due.count : count
        while taken.count < limit, let bytes = line.popLast() { taken.append(bytes) }
        batch.deliveries = taken.map { deliver($0, to: worker, jobID: nil, until: now.advanced(by: lease)) }
        return batch
    }

    private mutating func takeStaged(_ worker: String, upTo count: Int) -> [[UInt8]] {
        var taken: [[UInt8]] = []
        while taken.count < count, let bytes = stages[worker]?.popLast() { taken.append(bytes) }
        return taken
    }

    private mutating func deliver(
        _ bytes: [UInt8],
        to worker: String,
        jobID: String?,
        until leaseEnd: Moment
    ) -> Delivery {
        lastDelivery += 1
        flight[lastDelivery] = Flight(bytes: bytes, worker: worker, jobID: jobID, leaseEnd: leaseEnd)
        return Delivery(number: lastDelivery, bytes: bytes)
    }

    /// Moves one job from the line to the worker's stage; false if there is none.
    mutating func stage(for worker: String) -> Bool {
        guard let bytes = line.popLast() else { return false }
        stages[worker, default: []].prepend(bytes)
        return true
    }

    mutating func start(_ job: JobStart, worker: String, now: Moment) -> StartDecision {
        guard owns(worker, job.delivery) else { return .lost }
        forgetAnswers(now: now)
        guard done[job.jobID] == nil else {
            forget(job.delivery)
            if running[job.jobID] == job.delivery { running[job.jobID] = nil }
            return .duplicate
        }
        if let holder = running[job.jobID], holder != job.delivery, flight[holder] != nil { return .held }
        running[job.jobID] = job.delivery
        flight[job.delivery]?.jobID = job.jobID
        return cancelled[job.jobID] == nil ? .run : .cancelled
    }

    mutating func beat(
        worker: String,
        status: [UInt8],
        deliveries: [Int64],
        lease: Duration,
        now: Moment
    ) -> HeartbeatReply {
        workers[worker] = Worker(lastBeat: now, status: status)
        var reply = HeartbeatReply(lost: [], cancelled: [])
        for delivery in deliveries {
            guard owns(worker, delivery) else {
                reply.lost.append(delivery)
                continue
            }
            flight[delivery]?.leaseEnd = now.advanced(by: lease)
            if let job = flight[delivery]?.jobID, cancelled[job] != nil { reply.cancelled.append(delivery) }
        }
        return reply
    }

    mutating func settle(_ job: JobSettlement, worker: String, now: Moment) -> SettlementReply {
        guard owns(worker, job.delivery), let original = flight[job.delivery]?.bytes else {
            return isAnswered(job.settlement) ? .answered : .lost
        }
        switch job.settlement {
        case .finish(let jobID, let result):
            answer(jobID, result, now: now)
        case .later(let bytes, let delay):
            put(DelayedJob(due: now.advanced(by: max(delay, .zero)), bytes: bytes))
        case .release:
            line.append(original)
        case .bury(let letter, let bytes, let result):
            bury(letter, original: bytes ?? original, now: now)
            answer(letter.jobID, result, now: now)
        }
        forget(job.delivery)
        return .settled
    }

    private func isAnswered(_ settlement: Settlement) -> Bool {
        switch settlement {
        case .finish(let jobID, _): done[jobID] != nil
        case .bury(let letter, _, _): dead[letter.id] != nil
        case .later, .release: false
        }
    }

    private mutating func put(_ job: DelayedJob) {
        let place = later.firstIndex { $0.due > job.due } ?? later.endIndex
        later.insert(job, at: place)
    }

    mutating func takeOver(upTo count: Int, worker: String, lease: Duration, now: Moment) -> [Orphan] {
        let ended = flight.filter { $0.value.leaseEnd <= now }
            .sorted { ($0.value.leaseEnd, $0.key) < ($1.value.leaseEnd, $1.key) }
        return ended.prefix(count).map { number, lost in
            let isHeld = lost.jobID.map { running[$0] == number } ?? false
            forget(number)
            let end = now.advanced(by: lease)
            let delivery = deliver(lost.bytes, to: worker, jobID: lost.jobID, until: end)
            if isHeld, let job = lost.jobID { running[job] = delivery.number }
            return Orphan(
                delivery: delivery,
                lostDelivery: number,
                lostBy: lost.worker,
                startedJobID: lost.jobID
            )
        }
    }

    /// Puts back what a worker had received and not claimed, and strikes it off the list.
    mutating func unstage(_ worker: String) -> Int {
        workers[worker] = nil
        let staged = stages.removeValue(forKey: worker) ?? []
        line.append(contentsOf: staged)
        return staged.count
    }

    /// False if the job has its answer already.
    mutating func cancel(_ jobID: String, now: Moment) -> Bool {
        cancelled = cancelled.filter { now.since($0.value) < limits.deduplicationWindow }
        guard done[jobID] == nil else { return false }
        cancelled[jobID] = now
        return true
    }
}
