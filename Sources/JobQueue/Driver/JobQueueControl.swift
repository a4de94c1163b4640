// SPDX-License-Identifier: Apache-2.0

/// What operators may ask of a queue while it runs.
public protocol JobQueueControl: Sendable {
    /// Sets what the queue hands out, for all workers, until it is set again.
    func setMode(_ mode: JobQueueMode) async throws(JobQueueError)

    /// What the queue hands out.
    func mode() async throws(JobQueueError) -> JobQueueMode

    /// Has one worker take no more jobs, or take them again; what it runs goes on. It hears of it at its next heartbeat, and
    /// the wish ends with it.
    /// - Returns: False if the worker is not on the list.
    func setQuiet(_ isQuiet: Bool, worker: String) async throws(JobQueueError) -> Bool

    /// Asks for jobs not to be done: one that waits is dropped when its turn comes, one that runs is told at
    /// its worker's next heartbeat. Each gets a `cancelled` result, unless it ends before it hears of it.
    ///
    /// The wish is kept until the job has its answer. For a job that comes later it counts for
    /// ``JobQueueLimits/cancelWindow``: then the id is thought to be used anew. Of more wishes than finished ids are
    /// remembered, the oldest go.
    /// - Returns: The ids asked for; those that are missing have their answer already.
    func cancel(_ jobIDs: [String]) async throws(JobQueueError) -> [String]

    /// Has jobs that are put off come due at once, whatever they wait for: they go before all that waits, and a producer's
    /// `options.not_before_ms` is taken out of their envelopes. A worker without anything to do hears of it within
    /// ``WorkerConfiguration/waitTimeout``. One all of which is sealed keeps what its producer wants, and may be put off
    /// anew.
    /// - Parameter jobs: As ``JobQueueInspector/delayedJobs(offset:limit:)`` told of them.
    /// - Returns: Those of them that were put off still.
    func hasten(_ jobs: [DelayedJob]) async throws(JobQueueError) -> [DelayedJob]
}
