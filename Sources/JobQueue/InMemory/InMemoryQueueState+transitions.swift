// SPDX-License-Identifier: Apache-2.0

import DequeModule

extension InMemoryQueueState {
    mutating func claim(upTo count: Int, worker: String, lease: Duration, now: Moment) -> ClaimedBatch {
        var batch = ClaimedBatch(state: .open, now: now, nextDue: nil, deliveries: [])
        if limits.resultsCap > 0, results.count >= limits.resultsCap { batch.state = .full }
        if mode == .paused { batch.state = .paused }
        guard batch.state == .open else { return batch }
        let count = min(max(count, 0), 100)
        var taken = takeStaged(worker, upTo: count)
        let isDraining = mode == .draining
        let due = later.filter { $0.job.due <= now && ($0.isBegun || !isDraining) }
            .prefix(isDraining ? count - taken.count : 100)
        // What has come due goes to the head of the line, the earliest foremost.
        line.append(contentsOf: due.reversed().map(\.job.bytes))
        let gone = Set(due.map(\.job.delivery))
        later.removeAll { gone.contains($0.job.delivery) }
        batch.nextDue = later.first { $0.isBegun || !isDraining }?.job.due
        if isDraining { batch.state = .draining }
        let limit = isDraining ? taken.count + due.count : count
        while taken.count < limit, let bytes = line.popLast() { taken.append(bytes) }
        // It will wait now, and somebody must look after what it receives.
        if taken.isEmpty, mode == .open, workers[worker] == nil { workers[worker] = Worker(lastBeat: now, status: []) }
        batch.deliveries = taken.map { deliver($0, to: worker, jobID: nil, lease: lease, now: now) }
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
        losses: Int = 0,
        lease: Duration,
        now: Moment
    ) -> Delivery {
        lastDelivery = max(lastDelivery, Int64(now.milliseconds) * 256) + 1
        let end = now.advanced(by: lease)
        flight[lastDelivery] = Flight(bytes: bytes, worker: worker, jobID: jobID, leaseEnd: end, losses: losses)
        guard bytes.count <= limits.deliveryBytes else {
            return Delivery(number: lastDelivery, withheldBytes: bytes.count)
        }
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
        return isCancelled(job, now: now) ? .cancelled : .run
    }

    /// An old wish was for a job that was there then; it is forgotten where its id is used anew.
    private mutating func isCancelled(_ job: JobStart, now: Moment) -> Bool {
        guard let asked = cancelled[job.jobID] else { return false }
        let wasThere = job.knownSince.map { $0 <= asked } ?? false
        guard !wasThere, now.since(asked) >= limits.cancelWindow else { return true }
        cancelled[job.jobID] = nil
        return false
    }

    mutating func beat(
        worker: String,
        status: [UInt8],
        deliveries: [Int64],
        lease: Duration,
        now: Moment
    ) -> HeartbeatReply {
        workers[worker] = Worker(lastBeat: now, status: status)
        var reply = HeartbeatReply(lost: [], cancelled: [], isQuieted: quieted.contains(worker))
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
        guard owns(worker, job.delivery), let flight = flight[job.delivery], flight.isOf(job.settlement) else {
            return isWritten(job) ? .answered : .lost
        }
        let delivery = job.delivery
        switch job.settlement {
        case .finish(let jobID, let result):
            answer(jobID, result, now: now)
        case .later(let bytes, let delay):
            let job = DelayedJob(delivery: delivery, due: now.advanced(by: max(delay, .zero)), bytes: bytes)
            put(job, isBegun: flight.jobID != nil)
        case .release where mode == .draining && flight.jobID != nil:
            // A queue that drains hands out what is due, but nothing of the line.
            put(DelayedJob(delivery: delivery, due: now, bytes: flight.bytes), isBegun: true)
        case .release:
            line.append(flight.bytes)
        case .bury(let letter, let bytes, let result):
            bury(letter, original: bytes ?? flight.bytes, now: now)
            answer(letter.jobID, result, now: now)
        }
        forget(delivery)
        return .settled
    }

    private func isWritten(_ job: JobSettlement) -> Bool {
        switch job.settlement {
        case .finish(let jobID, _): done[jobID] != nil
        case .bury(let letter, _, _): dead[letter.id] != nil
        case .later: later.contains { $0.job.delivery == job.delivery }
        case .release: false
        }
    }

    /// The clock was set back: leases of workers that were heard in the future, and these heartbeats, get their places in
    /// the present.
    private mutating func rebase(now: Moment) {
        for (name, worker) in workers where now.since(worker.lastBeat) <= .seconds(-1) {
            for (number, lost) in flight where lost.worker == name {
                let rest = max(lost.leaseEnd.since(worker.lastBeat), .zero)
                flight[number]?.leaseEnd = min(lost.leaseEnd, now.advanced(by: rest))
            }
            workers[name]?.lastBeat = now
        }
        for (name, moment) in left where moment > now { left[name] = now }
    }

    mutating func takeOver(upTo count: Int, worker: String, lease: Duration, now: Moment) -> [Orphan] {
        rebase(now: now)
        let ended = flight.filter { $0.value.leaseEnd <= now }
            .sorted { ($0.value.leaseEnd, $0.key) < ($1.value.leaseEnd, $1.key) }
            .prefix(min(max(count, 0), 100))
        // What was lost twice in a row before start may be what breaks workers: it is handed out alone, after the others.
        let harmless = ended.filter { $0.value.jobID != nil || $0.value.losses == 0 }
        return (harmless.isEmpty ? Array(ended.prefix(1)) : harmless).map { number, lost in
            let isHeld = lost.jobID.map { running[$0] == number } ?? false
            forget(number)
            let losses = lost.jobID == nil ? lost.losses + 1 : 0
            let delivery = deliver(
                lost.bytes,
                to: worker,
                jobID: lost.jobID,
                losses: losses,
                lease: lease,
                now: now
            )
            if isHeld, let job = lost.jobID { running[job] = delivery.number }
            return Orphan(
                delivery: delivery,
                lostDelivery: number,
                lostBy: lost.worker,
                startedJobID: lost.jobID,
                lossesBeforeStart: losses,
                lastWords: workers[lost.worker]?.status ?? []
            )
        }
    }

    /// Puts back what a worker had received and not claimed, and strikes it off the list.
    mutating func unstage(_ worker: String) -> Int {
        workers[worker] = nil
        return returnStaged(worker)
    }

    /// Puts back what a worker has received and not claimed; returns how many jobs.
    mutating func returnStaged(_ worker: String) -> Int {
        let staged = stages.removeValue(forKey: worker) ?? []
        line.append(contentsOf: staged)
        return staged.count
    }

    /// The same of all workers that have not been heard of for so long. Their names are kept aside once, to be looked after
    /// again: a wait of theirs may still receive something.
    mutating func unstageSilentWorkers(silentFor silence: Duration, now: Moment) -> Int {
        let silent = workers.filter { now.since($0.value.lastBeat) >= silence }.keys
        let gone = left.filter { now.since($0.value) >= silence }.keys
        var count = 0
        for worker in gone {
            left[worker] = nil
            if workers[worker] == nil {
                count += unstage(worker)
                quieted.remove(worker)
            }
        }
        for worker in silent {
            count += unstage(worker)
            left[worker] = now
        }
        return count
    }

    /// False if the job has its answer already.
    mutating func cancel(_ jobID: String, now: Moment) -> Bool {
        forgetAnswers(now: now)
        guard done[jobID] == nil else { return false }
        cancelled[jobID] = now
        while cancelled.count > limits.deduplicationCap, let oldest = cancelled.min(by: { $0.value < $1.value }) {
            cancelled[oldest.key] = nil
        }
        return true
    }
}

extension InMemoryQueueState.Flight {
    /// False for the last word on another job: a number that was given a second time must not end that.
    fileprivate func isOf(_ settlement: Settlement) -> Bool {
        guard let jobID else { return true }
        switch settlement {
        case .finish(let named, _): return named == jobID
        case .bury(let letter, _, _): return letter.jobID ?? jobID == jobID
        case .later, .release: return true
        }
    }
}
