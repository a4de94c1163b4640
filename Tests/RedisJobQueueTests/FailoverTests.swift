// SPDX-License-Identifier: Apache-2.0

import JSON
import JobQueue
import Redis
import RedisJobQueue
import Synchronization
import TestSupport
import TestTraits
import Testing

@Suite(.limitedParallelism) struct FailoverTests {
    /// The result was paid for on the old master and must come out of the new one, without a second run.
    @Test func aRunThatBeganBeforeAFailoverIsSettledAfterIt() async throws {
        try await ReplicatedQueueFixture.with { fixture in
            let runs = Atomic(0)
            let started = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingOldest(1))
            let release = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingOldest(1))
            try await fixture.queue.enqueue([.init(#"{"id":"paid"}"#)])
            try await fixture.withWorker { _ in
                runs.add(1, ordering: .relaxed)
                started.continuation.yield()
                for await _ in release.stream { break }
                return .completed(JobResult())
            } _: {
                for await _ in started.stream { break }
                try await fixture.failOver()
                release.continuation.yield()
                let result = try await fixture.nextResult()
                #expect(result["job_id"] == "paid" && result["status"] == "succeeded")
                // The blocking connection has followed, too: a job that comes later is taken.
                try await fixture.queue.enqueue([.init(#"{"id":"later"}"#)])
                release.continuation.yield()
                #expect(try await fixture.nextResult()["job_id"] == "later")
            }
            #expect(runs.load(ordering: .relaxed) == 2)
        }
    }

    /// No more may be lost than that a claimed job waits for its lease's end.
    @Test func jobsSurviveAFailoverInMidRun() async throws {
        try await ReplicatedQueueFixture.with { fixture in
            try await fixture.queue.enqueue((0..<200).map { .init(#"{"id":"j\#($0)"}"#) })
            try await fixture.withWorker { _ in
                try await Task.sleep(for: .milliseconds(5))
                return .completed(JobResult())
            } _: {
                var ids: [String: Int] = [:]
                for count in 0..<200 {
                    if count == 50 { try await fixture.failOver() }
                    ids[try await fixture.nextResult()["job_id"]?.stringValue ?? "", default: 0] += 1
                }
                #expect(ids.count == 200)
            }
            #expect(try await fixture.queue.resultCount() == 0)
        }
    }
}
