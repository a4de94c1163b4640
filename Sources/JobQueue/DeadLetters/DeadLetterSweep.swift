// SPDX-License-Identifier: Apache-2.0

/// Goes through all dead letters that a filter lets through, slice by slice, at a bounded rate.
///
/// A sweep reaches letters that died before it began and no others, so that a job which is sent back and dies again is
/// not sent twice. One that was interrupted is resumed by another with the same ``until``: letters already dealt with
/// are gone.
public struct DeadLetterSweep: Sendable {
    /// How far a sweep has come.
    public struct Progress: Sendable, Hashable {
        /// Letters looked at.
        public var examined = 0
        /// Letters that were meant.
        public var matched = 0
        /// Letters sent back or deleted; the others were gone or changed when their turn came, or were skipped.
        public var changed = 0
        /// Letters passed over because they are too large to be sent back, see ``JobQueueError/Code/tooLarge``.
        public var skipped = 0

        /// The beginning.
        public init() {}
    }

    private typealias Change = (changed: Int, skipped: Int)

    /// The latest time of death that the sweep reaches.
    public let until: Moment
    /// How many letters there are to look at, at most.
    public let total: Int

    private let store: any DeadLetterStore
    private let filter: DeadLetterFilter
    private let rate: Double?

    /// Begins a sweep.
    ///
    /// - Parameters:
    ///   - store: The dead letters.
    ///   - filter: Which of them.
    ///   - rate: At most so many a second, from 0.001 to 1,000,000, else the nearer of both; nil: as fast as the queue
    ///     takes them.
    public init(
        _ store: any DeadLetterStore,
        _ filter: DeadLetterFilter,
        rate: Double? = nil
    ) async throws(JobQueueError) {
        let totals = try await store.deadLetterTotals()
        self.store = store
        // Zero, and what is no number, too, are the slowest.
        self.rate = rate.map { $0 > 0.001 ? min($0, 1_000_000) : 0.001 }
        until = min(filter.until ?? totals.now, totals.now)
        total = totals.count
        var filter = filter
        filter.until = until
        self.filter = filter
    }

    /// Sends the letters back into the line.
    public func redrive(onProgress: (Progress) -> Void = { _ in }) async throws -> Progress {
        try await changeAll(onProgress) { try await redriveFitting($0) }
    }

    /// A letter that is too large keeps none of the others back.
    private func redriveFitting(_ letters: [BuriedJob]) async throws -> Change {
        do {
            return (try await store.redrive(letters).count, 0)
        } catch {
            guard error.code == .tooLarge else { throw error }
            guard letters.count > 1 else { return (0, 1) }
            var sum: Change = (0, 0)
            for letter in letters {
                let change = try await redriveFitting([letter])
                sum = (sum.changed + change.changed, sum.skipped + change.skipped)
            }
            return sum
        }
    }

    /// Deletes the letters for good.
    public func delete(onProgress: (Progress) -> Void = { _ in }) async throws -> Progress {
        try await changeAll(onProgress) { (try await store.deleteDeadLetters(ids: $0.map(\.id)).count, 0) }
    }

    /// Hands the letters over, slice by slice, and changes nothing.
    public func forEach(
        onProgress: (Progress) -> Void = { _ in },
        _ body: ([BuriedJob]) async throws -> Void
    ) async throws -> Progress {
        try await changeAll(onProgress) { letters in
            try await body(letters)
            return (0, 0)
        }
    }

    private func changeAll(
        _ onProgress: (Progress) -> Void,
        _ change: ([BuriedJob]) async throws -> Change
    ) async throws -> Progress {
        var progress = Progress()
        var cursor: DeadLetterCursor?
        let start = ContinuousClock.now
        let slice = max(1, min(Int(rate ?? 100), 100))
        repeat {
            try Task.checkCancellation()
            let page = try await store.buriedJobs(filter, limit: slice, after: cursor)
            progress.examined += page.examined
            progress.matched += page.letters.count
            if !page.letters.isEmpty {
                let (changed, skipped) = try await change(page.letters)
                progress.changed += changed
                progress.skipped += skipped
            }
            onProgress(progress)
            cursor = page.next
            guard let rate, cursor != nil else { continue }
            try await Task.sleep(until: start + .seconds(Double(progress.matched) / rate), clock: .continuous)
        } while cursor != nil
        return progress
    }
}
