// SPDX-License-Identifier: Apache-2.0

import JSON

extension InMemoryJobQueue: JobQueueInspector {
    /// See ``JobQueueInspector``.
    public func statistics() async throws(JobQueueError) -> QueueStatistics {
        change { queue, now in
            QueueStatistics(
                now: now,
                mode: queue.mode,
                waiting: queue.line.count,
                inFlight: queue.flight.count,
                delayed: queue.later.count,
                delayedBegun: queue.later.count { $0.isBegun },
                nextDue: queue.later.first?.job.due,
                results: queue.results.count,
                workers: queue.workers.count,
                remembered: queue.done.count,
                lastDelivery: queue.lastDelivery,
                deadLetters: queue.deadLetterTotals(now: now)
            )
        }
    }

    /// See ``JobQueueInspector``.
    public func workers(limit: Int) async throws(JobQueueError) -> [WorkerSighting] {
        change { queue, _ in
            let latestFirst = queue.workers.sorted { ($0.value.lastBeat, $0.key) > ($1.value.lastBeat, $1.key) }
            return latestFirst.prefix(limit).map { id, worker in
                let status = (try? JSONValue(parsing: worker.status))?.objectValue
                return WorkerSighting(
                    id: id,
                    lastBeat: worker.lastBeat,
                    status: status ?? [:],
                    isQuieted: queue.quieted.contains(id)
                )
            }
        }
    }

    /// See ``JobQueueInspector``.
    public func job(id: String) async throws(JobQueueError) -> JobSighting? {
        change { queue, _ in
            let run = queue.running[id].flatMap { delivery in
                queue.flight[delivery].map {
                    JobSighting.Run(delivery: delivery, worker: $0.worker, leaseEnd: $0.leaseEnd, bytes: $0.bytes)
                }
            }
            guard run != nil || queue.done[id] != nil || queue.cancelled[id] != nil else { return nil }
            return JobSighting(run: run, answeredAt: queue.done[id], cancelRequestedAt: queue.cancelled[id])
        }
    }

    /// See ``JobQueueInspector``.
    public func waitingJobs(offset: Int, limit: Int) async throws(JobQueueError) -> [[UInt8]] {
        change { queue, _ in Array(queue.line.reversed().dropFirst(offset).prefix(limit)) }
    }

    /// See ``JobQueueInspector``.
    public func firstWaitingJob() async throws(JobQueueError) -> [UInt8]? {
        change { queue, _ in queue.line.last.map { $0.count <= queue.limits.deliveryBytes ? $0 : [] } }
    }

    /// See ``JobQueueInspector``.
    public func delayedJobs(offset: Int, limit: Int) async throws(JobQueueError) -> [DelayedJob] {
        change { queue, _ in queue.later.dropFirst(offset).prefix(limit).map(\.job) }
    }
}
