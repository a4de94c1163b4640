// SPDX-License-Identifier: Apache-2.0

/// Reads and manages dead letters, without being able to settle a job.
public protocol DeadLetterStore: Sendable {
    /// Letters from the latest backwards.
    ///
    /// - Parameters:
    ///   - errorType: Only this error class; nil for all.
    ///   - limit: At most so many, 1 to 1000.
    ///   - cursor: Where the page before ended; nil for the first.
    func deadLetters(
        errorType: String?,
        limit: Int,
        after cursor: DeadLetterCursor?
    ) async throws(JobQueueError) -> DeadLetterPage

    /// One letter by its own id; nil if there is none.
    func deadLetter(id: String) async throws(JobQueueError) -> BuriedJob?

    /// Sends letters back into the line; returns the ids of those that were still there.
    func redrive(_ letters: [BuriedJob]) async throws(JobQueueError) -> [String]

    /// How many letters there are.
    func deadLetterCount() async throws(JobQueueError) -> Int
}
