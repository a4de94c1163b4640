// SPDX-License-Identifier: Apache-2.0

/// Reads and manages dead letters, without being able to settle a job.
///
/// No call takes longer the more letters there are: what may concern many of them works on a bounded number.
public protocol DeadLetterStore: Sendable {
    /// Records from the latest backwards.
    ///
    /// - Parameters:
    ///   - filter: Which letters.
    ///   - limit: At most so many, 1 to 1000.
    ///   - cursor: Where the page before ended; nil for the first.
    func deadLetters(
        _ filter: DeadLetterFilter,
        limit: Int,
        after cursor: DeadLetterCursor?
    ) async throws(JobQueueError) -> DeadLetterPage

    /// As ``deadLetters(_:limit:after:)``, with the letters' jobs.
    func buriedJobs(
        _ filter: DeadLetterFilter,
        limit: Int,
        after cursor: DeadLetterCursor?
    ) async throws(JobQueueError) -> BuriedJobPage

    /// One letter by its own id; nil if there is none.
    func deadLetter(id: String) async throws(JobQueueError) -> BuriedJob?

    /// Groups of letters that are alike, the largest first.
    ///
    /// - Parameters:
    ///   - kind: What they are grouped by.
    ///   - limit: At most so many groups, 1 to 100.
    ///   - group: The last group of the page before; nil for the first.
    func deadLetterGroups(
        by kind: DeadLetterGroup.Kind,
        limit: Int,
        after group: DeadLetterGroup?
    ) async throws(JobQueueError) -> [DeadLetterGroup]

    /// Counts a slice of the letters by what they can be told apart by, from the latest backwards.
    ///
    /// - Parameters:
    ///   - filter: Which letters.
    ///   - cursor: Where the slice before ended; nil for the first.
    func deadLetterTally(
        _ filter: DeadLetterFilter,
        after cursor: DeadLetterCursor?
    ) async throws(JobQueueError) -> DeadLetterTallyPage

    /// How many letters there are and how many had to go.
    func deadLetterTotals() async throws(JobQueueError) -> DeadLetterTotals

    /// Sends letters back into the line; returns the ids of those that were still there, with the bytes that were read.
    ///
    /// A letter leaves the dead letters and enters the line in one step, so that one that was sent is not sent again.
    /// - Throws: `tooLarge` if one of them is larger than the store takes at once; then none was sent.
    func redrive(_ letters: [BuriedJob]) async throws(JobQueueError) -> [String]

    /// Deletes letters for good; returns the ids of those that were there.
    func deleteDeadLetters(ids: [String]) async throws(JobQueueError) -> [String]

    /// Puts an edited letter (see ``BuriedJob/edited(to:at:seal:)``) in the place of the one that was read.
    ///
    /// - Returns: False if the letter was changed or went away since it was read.
    func replaceDeadLetter(_ letter: BuriedJob, with edited: BuriedJob) async throws(JobQueueError) -> Bool

    /// Puts letters that were exported back among the dead letters; letters that are there stay as they are.
    ///
    /// - Returns: What became of each, in order.
    func importDeadLetters(_ letters: [BuriedJob]) async throws(JobQueueError) -> [DeadLetterImport]
}

extension DeadLetterStore {
    /// Counts all letters that the filter lets through by what they can be told apart by: some seconds for a million.
    ///
    /// - Parameter onProgress: Told after each slice how many letters were looked at so far.
    public func deadLetterTally(
        _ filter: DeadLetterFilter = DeadLetterFilter(),
        onProgress: (Int) -> Void = { _ in }
    ) async throws(JobQueueError) -> DeadLetterTally {
        var tally = DeadLetterTally()
        var examined = 0
        var cursor: DeadLetterCursor?
        repeat {
            let page = try await deadLetterTally(filter, after: cursor)
            tally.add(page.tally)
            examined += page.examined
            onProgress(examined)
            cursor = page.next
        } while cursor != nil
        return tally
    }

    /// How many letters there are.
    public func deadLetterCount() async throws(JobQueueError) -> Int { try await deadLetterTotals().count }
}
