// SPDX-License-Identifier: Apache-2.0

import JSON
import JobQueue
import TestTraits
import Testing

/// Jobs that are put off, and that somebody wants now.
@Suite(.limitedParallelism) struct DelayedJobConformanceTests {
    private typealias Fixture = ConformanceFixture

    /// Puts jobs off for an hour, as producers want it, or for another try.
    private func putOff(_ jobs: [String], isBegun: Bool, in fixture: ConformanceFixture) async throws {
        try await fixture.queue.enqueue(jobs.map { .init($0) })
        for (job, delivery) in zip(jobs, try await fixture.claim(100)) {
            if isBegun { _ = try await fixture.queue.start(delivery.number, jobID: job, worker: "a") }
            let later = Settlement.later(bytes: .init(job), delay: .seconds(3600))
            _ = try await fixture.queue.settle(delivery.number, worker: "a", as: later)
        }
    }

    @Test(arguments: DriverKind.allCases)
    func oneThatIsWantedNowGoesBeforeAllThatWaits(_ kind: DriverKind) async throws {
        try await Fixture.with(kind) { fixture in
            let queue = fixture.queue
            try await putOff(["x", "y"], isBegun: true, in: fixture)
            try await queue.enqueue([.init("1")])
            let jobs = try await queue.delayedJobs(offset: 0, limit: 10)
            let y = try #require(jobs.first { $0.bytes == .init("y") })
            #expect(try await queue.hasten([y]) == [y])
            let due = try await queue.delayedJobs(offset: 0, limit: 1)[0]
            let now = try await queue.statistics().now
            #expect(due.delivery == y.delivery && due.due <= now)
            #expect(try await fixture.claimTexts() == ["y", "1"])
            #expect(try await queue.statistics().delayed == 1)
            #expect(try await queue.hasten([y]).isEmpty)
        }
    }

    /// A worker would put it off anew.
    @Test(arguments: DriverKind.allCases)
    func itsProducersWishToWaitIsTakenOut(_ kind: DriverKind) async throws {
        try await Fixture.with(kind) { fixture in
            let job = #"{ "id":"x" , "options":{"not_before_ms":99999999999999,"max_attempts":2}, "payload":1.50}"#
            try await putOff([job], isBegun: false, in: fixture)
            _ = try await fixture.queue.hasten(try await fixture.queue.delayedJobs(offset: 0, limit: 10))
            let text = #"{ "id":"x" , "options":{"max_attempts":2}, "payload":1.50}"#
            #expect(try await fixture.claimTexts() == [text])
        }
    }

    /// What was put off again meanwhile has another delivery, and other bytes.
    @Test(arguments: DriverKind.allCases)
    func oneThatRanMeanwhileIsLeftAlone(_ kind: DriverKind) async throws {
        try await Fixture.with(kind) { fixture in
            try await putOff(["x"], isBegun: true, in: fixture)
            let seen = try await fixture.queue.delayedJobs(offset: 0, limit: 10)
            try await fixture.advance(.seconds(3601))
            let again = try #require(try await fixture.claim().first)
            let later = Settlement.later(bytes: .init("x2"), delay: .seconds(3600))
            _ = try await fixture.queue.settle(again.number, worker: "a", as: later)
            #expect(try await fixture.queue.hasten(seen).isEmpty)
            #expect(try await fixture.claimTexts().isEmpty)
        }
    }

    /// What nobody began stays where it is while the queue drains.
    @Test(arguments: DriverKind.allCases)
    func aQueueThatDrainsHandsOutWhatWasBegun(_ kind: DriverKind) async throws {
        try await Fixture.with(kind) { fixture in
            try await putOff(["begun"], isBegun: true, in: fixture)
            try await putOff(["new"], isBegun: false, in: fixture)
            try await fixture.queue.setMode(.draining)
            let jobs = try await fixture.queue.delayedJobs(offset: 0, limit: 10)
            #expect(try await fixture.queue.hasten(jobs).count == 2)
            #expect(try await fixture.claimTexts() == ["begun"])
            try await fixture.queue.setMode(.open)
            #expect(try await fixture.claimTexts() == ["new"])
        }
    }

    @Test(arguments: DriverKind.allCases)
    func jobsAreFoundByTheirIDs(_ kind: DriverKind) async throws {
        try await Fixture.with(kind) { fixture in
            try await putOff(["a", "b", "c"].map { #"{"id":"\#($0)"}"# } + ["no JSON"], isBegun: false, in: fixture)
            let found = try await fixture.queue.delayedJobs(ids: ["c", "a", "d"])
            #expect(found.mapValues(\.bytes) == ["a": .init(#"{"id":"a"}"#), "c": .init(#"{"id":"c"}"#)])
            #expect(try await fixture.queue.delayedJobs(ids: ["c"], among: 2).isEmpty)
        }
    }

    @Test(arguments: DriverKind.allCases)
    func jobsOfEachStateAreListed(_ kind: DriverKind) async throws {
        try await Fixture.with(kind) { fixture in
            let queue = fixture.queue
            try await putOff([#"{"id":"d","run":{"failed_attempts":2}}"#], isBegun: true, in: fixture)
            try await queue.enqueue([
                .init(#"{"id":"w","type":"t","enqueued_at":"2026-11-01T00:00:00Z"}"#), .init("no JSON"),
            ])
            let status = #"{"running":[{"job_id":"r","attempt":3,"stage":"model","for_ms":1500},{"for_ms":-1}]}"#
            _ = try await queue.beat(worker: "a", status: .init(status), deliveries: [], lease: Fixture.lease)
            let waiting = try await queue.listedJobs(.waiting, offset: 0, limit: 10).map(\.json)
            #expect(waiting[0]["id"] == "w" && waiting[0]["type"] == "t" && waiting[0]["failed_runs"] == 0)
            #expect(waiting[0]["state"] == "waiting" && waiting[0]["enqueued_at"] == "2026-11-01T00:00:00.000Z")
            #expect(waiting[1] == ["id": .null, "state": "waiting"] && waiting.count == 2)
            let delayed = try await queue.listedJobs(.delayed, offset: 0, limit: 10)
            #expect(delayed.map(\.id) == ["d"] && delayed[0].failedRuns == 2 && delayed[0].json["due"] != nil)
            let running = try await queue.listedJobs(.running, offset: 0, limit: 10).map(\.json)
            let told: JSONObject = [
                "id": "r", "state": "running", "worker": "a", "attempt": 3, "stage": "model", "for_ms": 1500,
            ]
            #expect(running == [told, ["id": .null, "state": "running", "worker": "a"]])
            #expect(try await queue.listedJobs(.running, offset: 1, limit: 1).map(\.id) == [nil])
        }
    }
}
