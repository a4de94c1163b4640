// SPDX-License-Identifier: Apache-2.0

import JSON
import JobQueue
import Testing

extension ConformanceFixture {
    /// Runs jobs whose ids are those of the letters, and buries each; returns the letters' ids.
    @discardableResult
    func bury(
        _ jobs: [String],
        _ letter: (_ id: String, _ job: String) -> DeadLetter = { letter($0, job: $1) }
    ) async throws -> [String] {
        try await queue.enqueue(jobs.map { .init(#"{"id":"\#($0)"}"#) })
        var ids: [String] = []
        for (job, delivery) in zip(jobs, try await claim(100)) {
            _ = try await queue.start(delivery.number, jobID: job, worker: "a")
            let id = "dl-\(delivery.number)"
            let bury = Settlement.bury(letter(id, job), original: nil, result: .init("failed"))
            #expect(try await queue.settle(delivery.number, worker: "a", as: bury) == .settled)
            ids.append(id)
        }
        return ids
    }

    /// The ids of all letters that the filter lets through, page by page.
    func letters(_ filter: DeadLetterFilter, limit: Int = 100) async throws -> [String] {
        var seen: [String] = []
        var cursor: DeadLetterCursor?
        repeat {
            let page = try await queue.deadLetters(filter, limit: limit, after: cursor)
            #expect(page.records.count <= limit && page.examined >= page.records.count)
            seen += page.records.compactMap { $0["id"]?.stringValue }
            // A cursor may have gone through a web page's address.
            cursor = page.next.flatMap { DeadLetterCursor($0.description) }
        } while cursor != nil
        return seen
    }
}
