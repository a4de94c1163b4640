// SPDX-License-Identifier: Apache-2.0

import JobQueue
import TestTraits
import Testing

/// What both drivers note of results that people looked at.
@Suite(.limitedParallelism) struct ReviewConformanceTests {
    private typealias Fixture = ConformanceFixture

    @Test(arguments: DriverKind.allCases)
    func whatWasLookedAtIsNotedAndCanBeTakenBack(_ kind: DriverKind) async throws {
        try await Fixture.with(kind) { fixture in
            let queue = fixture.queue
            #expect(try await queue.reviews(ofJobs: ["a"]).isEmpty)
            #expect(try await queue.reviews(ofJobs: []).isEmpty)
            let now = try await queue.statistics().now
            try await queue.setReviewed(true, jobIDs: ["a", "b", "a"])
            let reviews = try await queue.reviews(ofJobs: ["a", "b", "c", "a"])
            #expect(reviews.keys.sorted() == ["a", "b"])
            #expect(try #require(reviews["a"]).since(now) < .seconds(60))
            try await queue.setReviewed(false, jobIDs: ["a", "never"])
            #expect(try await queue.reviews(ofJobs: ["a", "b"]).keys.sorted() == ["b"])
            try await queue.setReviewed(true, jobIDs: [])
        }
    }

    @Test(arguments: DriverKind.allCases)
    func ofTooManyNotesTheOldestGo(_ kind: DriverKind) async throws {
        var limits = JobQueueLimits()
        limits.deduplicationCap = 3
        try await Fixture.with(kind, limits: limits) { fixture in
            for ids in [["a", "b"], ["c"], ["d"]] {
                try await fixture.queue.setReviewed(true, jobIDs: ids)
                try await fixture.advance(.seconds(1))
            }
            #expect(try await fixture.queue.reviews(ofJobs: ["a", "b", "c", "d"]).keys.sorted() == ["b", "c", "d"])
        }
    }
}
