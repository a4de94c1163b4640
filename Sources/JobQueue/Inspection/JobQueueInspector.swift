// SPDX-License-Identifier: Apache-2.0

/// Looks at a queue without changing it. No call takes longer the more jobs there are.
public protocol JobQueueInspector: Sendable {
    /// How much of everything there is.
    func statistics() async throws(JobQueueError) -> QueueStatistics

    /// Workers, those heard of last foremost.
    ///
    /// - Parameter limit: At most so many, 1 to 1000.
    func workers(limit: Int) async throws(JobQueueError) -> [WorkerSighting]

    /// What is known of a job that runs, is done or is to be cancelled; nil if none of this holds.
    ///
    /// A job that waits, is put off or is dead is found by looking through ``waitingJobs(offset:limit:)``,
    /// ``delayedJobs(offset:limit:)`` or ``DeadLetterStore/deadLetters(_:limit:after:)``.
    func job(id: String) async throws(JobQueueError) -> JobSighting?

    /// Envelopes that wait in the line, those whose turn comes first foremost.
    ///
    /// - Parameters:
    ///   - offset: How many to pass over. The line moves meanwhile.
    ///   - limit: At most so many, 1 to 1000.
    func waitingJobs(offset: Int, limit: Int) async throws(JobQueueError) -> [[UInt8]]

    /// The envelope whose turn comes first, empty where it is larger than what the queue hands out; nil where none waits.
    func firstWaitingJob() async throws(JobQueueError) -> [UInt8]?

    /// Jobs that are put off, the earliest foremost.
    ///
    /// - Parameters:
    ///   - offset: How many to pass over.
    ///   - limit: At most so many, 1 to 1000.
    func delayedJobs(offset: Int, limit: Int) async throws(JobQueueError) -> [DelayedJob]
}
