// SPDX-License-Identifier: Apache-2.0

import JSON
import JobQueue
import TestTraits
import Testing

/// What both drivers tell of themselves, and how they drain.
@Suite(.limitedParallelism) struct InspectionConformanceTests {
    private typealias Fixture = ConformanceFixture

    @Test(arguments: DriverKind.allCases)
    func everythingIsCounted(_ kind: DriverKind) async throws {
        try await Fixture.with(kind) { fixture in
            let queue = fixture.queue
            try await fixture.bury(["dead"])
            let numbers = try await fixture.started(["done", "delayed", "runs"]).map(\.number)
            _ = try await queue.settle(numbers[0], worker: "a", as: Fixture.finish("done"))
            _ = try await queue.settle(numbers[1], worker: "a", as: .later(bytes: .init("d"), delay: .seconds(60)))
            _ = try await queue.beat(worker: "a", status: .init("{}"), deliveries: [], lease: Fixture.lease)
            try await queue.enqueue([.init("1"), .init("2")])
            let statistics = try await queue.statistics()
            #expect(statistics.waiting == 2 && statistics.inFlight == 1 && statistics.delayed == 1)
            #expect(statistics.results == 2 && statistics.workers == 1 && statistics.remembered == 2)
            #expect(statistics.lastDelivery == numbers[2] && statistics.mode == .open && !statistics.isDrained)
            #expect(statistics.deadLetters.count == 1 && statistics.deadLetters.bytes > 0)
            let wait = try #require(statistics.nextDue).since(statistics.now)
            #expect(wait > .seconds(50) && wait <= .seconds(60))
        }
    }

    @Test(arguments: DriverKind.allCases)
    func workersTellOfThemselves(_ kind: DriverKind) async throws {
        try await Fixture.with(kind) { fixture in
            for worker in ["a", "b", "c"] {
                let status = [UInt8](#"{"host":"\#(worker)"}"#)
                _ = try await fixture.queue.beat(worker: worker, status: status, deliveries: [], lease: Fixture.lease)
                try await fixture.advance(.seconds(5))
            }
            let workers = try await fixture.queue.workers(limit: 2)
            #expect(workers.map(\.id) == ["c", "b"])
            #expect(workers.map(\.status) == [["host": "c"], ["host": "b"]])
            #expect(workers[0].lastBeat.since(workers[1].lastBeat) >= .seconds(4))
        }
    }

    @Test(arguments: DriverKind.allCases)
    func aJobIsFoundWhileItRunsAndOnceItIsDone(_ kind: DriverKind) async throws {
        try await Fixture.with(kind) { fixture in
            let queue = fixture.queue
            #expect(try await queue.job(id: "x") == nil)
            let number = try await fixture.started(["x"])[0].number
            _ = try await queue.cancel(["x"])
            let sighting = try #require(try await queue.job(id: "x"))
            let run = try #require(sighting.run)
            #expect(run.delivery == number && run.worker == "a" && run.bytes == .init("x"))
            #expect(run.leaseEnd > (try await queue.statistics().now))
            #expect(sighting.cancelRequestedAt != nil && sighting.answeredAt == nil)
            _ = try await queue.settle(number, worker: "a", as: Fixture.finish("x"))
            let done = try #require(try await queue.job(id: "x"))
            #expect(done.run == nil && done.answeredAt != nil && done.cancelRequestedAt == nil)
        }
    }

    @Test(arguments: DriverKind.allCases)
    func whatWaitsAndWhatIsPutOffIsListed(_ kind: DriverKind) async throws {
        try await Fixture.with(kind) { fixture in
            let queue = fixture.queue
            let numbers = try await fixture.started(["x", "y", "z"]).map(\.number)
            for (number, seconds) in zip(numbers, [30, 10, 20]) {
                let later = Settlement.later(bytes: .init("after \(seconds)"), delay: .seconds(seconds))
                _ = try await queue.settle(number, worker: "a", as: later)
            }
            #expect(
                try await queue.delayedJobs(offset: 0, limit: 2).map(\.bytes) == [.init("after 10"), .init("after 20")]
            )
            #expect(try await queue.delayedJobs(offset: 2, limit: 2).map(\.bytes) == [.init("after 30")])
            #expect(try await queue.delayedJobs(offset: 3, limit: 2).isEmpty)
            try await queue.enqueue((1...5).map { .init("\($0)") })
            #expect(try await queue.waitingJobs(offset: 0, limit: 2) == [.init("1"), .init("2")])
            #expect(try await queue.waitingJobs(offset: 4, limit: 2) == [.init("5")])
            #expect(try await queue.firstWaitingJob() == .init("1"))
            #expect(try await queue.waitingJobs(offset: 5, limit: 2).isEmpty)
        }
    }

    @Test(arguments: DriverKind.allCases)
    func oneWorkerIsToldToTakeNoMoreJobs(_ kind: DriverKind) async throws {
        try await Fixture.with(kind) { fixture in
            let queue = fixture.queue
            func isQuieted(_ worker: String) async throws -> Bool {
                try await queue.beat(worker: worker, status: .init("{}"), deliveries: [], lease: Fixture.lease)
                    .isQuieted
            }
            #expect(try await !queue.setQuiet(true, worker: "a"), "nobody has heard of it")
            #expect(try await !isQuieted("a"))
            #expect(try await !isQuieted("b"))
            #expect(try await queue.setQuiet(true, worker: "a"))
            #expect(try await isQuieted("a"))
            #expect(try await !isQuieted("b"))
            let listed = try await queue.workers(limit: 10).map { "\($0.id) \($0.isQuieted)" }
            #expect(listed.sorted() == ["a true", "b false"])
            #expect(try await queue.setQuiet(false, worker: "a"))
            #expect(try await !isQuieted("a"))
            _ = try await queue.setQuiet(true, worker: "a")
            try await fixture.advance(.seconds(100))
            _ = try await queue.unstageSilentWorkers(silentFor: .seconds(90))
            #expect(try await isQuieted("a"), "it was only silent for a while")
            try await queue.leave(worker: "a")
            #expect(try await !isQuieted("a"), "the wish ends with the worker")
        }
    }

    @Test(arguments: DriverKind.allCases)
    func aDrainingQueueEndsWhatWasBegun(_ kind: DriverKind) async throws {
        try await Fixture.with(kind) { fixture in
            let queue = fixture.queue
            let numbers = try await fixture.started(["x", "y"]).map(\.number)
            try await queue.enqueue([.init("staged"), .init("untouched")])
            try await queue.waitForJobs(worker: "a", timeout: .seconds(5))
            try await queue.setMode(.draining)
            for number in numbers {
                let later = Settlement.later(bytes: .init("\(number)"), delay: .seconds(10))
                _ = try await queue.settle(number, worker: "a", as: later)
            }
            var claimed = try await fixture.claim(100)
            #expect(claimed.map(\.bytes) == [.init("staged")])
            try await fixture.advance(.seconds(11))
            let one = try await queue.claim(upTo: 1, worker: "a", lease: Fixture.lease)
            #expect(one.state == .draining && one.deliveries.count == 1)
            claimed += one.deliveries
            claimed += try await fixture.claim(100)
            #expect(claimed.count == 3)
            #expect(try await fixture.claimTexts().isEmpty)
            for delivery in claimed {
                let finish = Fixture.finish("\(delivery.number)")
                _ = try await queue.settle(delivery.number, worker: "a", as: finish)
            }
            let statistics = try await queue.statistics()
            #expect(statistics.mode == .draining && statistics.isDrained && statistics.waiting == 1)
            try await queue.setMode(.open)
            #expect(try await fixture.claimTexts() == ["untouched"])
        }
    }

    /// What a producer has put off nobody has begun: it neither holds the end back nor runs meanwhile.
    @Test(arguments: DriverKind.allCases)
    func aDrainingQueueLeavesAloneWhatWasOnlyPutOff(_ kind: DriverKind) async throws {
        try await Fixture.with(kind) { fixture in
            let queue = fixture.queue
            try await queue.enqueue((1...150).map { .init("untouched \($0)") } + [.init("begun")])
            for count in [100, 50] {
                let untouched = try await fixture.claim(count)
                let puts = untouched.map {
                    JobSettlement(delivery: $0.number, as: .later(bytes: $0.bytes, delay: .seconds(5)))
                }
                _ = try await queue.settle(puts, worker: "a")
            }
            let begun = try await fixture.claim()[0].number
            _ = try await queue.start(begun, jobID: "begun", worker: "a")
            _ = try await queue.settle(begun, worker: "a", as: .later(bytes: .init("begun"), delay: .seconds(10)))
            try await queue.setMode(.draining)
            var statistics = try await queue.statistics()
            #expect(statistics.delayed == 151 && statistics.delayedBegun == 1 && !statistics.isDrained)
            try await fixture.advance(.seconds(7))
            let none = try await queue.claim(upTo: 100, worker: "a", lease: Fixture.lease)
            #expect(none.deliveries.isEmpty && none.nextDue.map { $0 > none.now } == true)
            try await fixture.advance(.seconds(4))
            let again = try await fixture.claim(100)
            #expect(again.map(\.bytes) == [.init("begun")])
            _ = try await queue.settle(again[0].number, worker: "a", as: Fixture.finish("begun"))
            statistics = try await queue.statistics()
            #expect(statistics.isDrained && statistics.delayed == 150 && statistics.delayedBegun == 0)
            try await queue.setMode(.open)
            #expect(try await fixture.claimTexts().count == 100)
            #expect(try await fixture.claimTexts().count == 50)
        }
    }

    /// A worker that shuts down while the queue drains gives back jobs that were begun.
    @Test(arguments: DriverKind.allCases)
    func aDrainingQueueEndsWhatWasBegunAndGivenBack(_ kind: DriverKind) async throws {
        try await Fixture.with(kind) { fixture in
            let queue = fixture.queue
            let begun = try await fixture.started(["begun"])[0].number
            try await queue.enqueue([.init("untouched"), .init("claimed")])
            let claimed = try await fixture.claim(2)
            try await queue.setMode(.draining)
            let numbers = [begun] + claimed.map(\.number)
            let releases = numbers.map { JobSettlement(delivery: $0, as: .release) }
            #expect(try await queue.settle(releases, worker: "a") == [.settled, .settled, .settled])
            #expect(try await !queue.statistics().isDrained)
            let again = try await fixture.claim(100, by: "b")
            #expect(again.map(\.bytes) == [.init("begun")])
            let number = try #require(again.first?.number)
            _ = try await queue.settle(number, worker: "b", as: Fixture.finish("begun"))
            #expect(try await queue.statistics().isDrained)
            #expect(try await queue.statistics().waiting == 2)
        }
    }
}
