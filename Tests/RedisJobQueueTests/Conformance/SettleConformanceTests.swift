// SPDX-License-Identifier: Apache-2.0

import JobQueue
import TestTraits
import Testing

/// What both drivers do when deliveries are settled, put off, paused and cancelled.
@Suite(.limitedParallelism) struct SettleConformanceTests {
    private typealias Fixture = ConformanceFixture

    @Test(arguments: DriverKind.allCases)
    func finishAnswersOnceAndTellsARepeatFromALoss(_ kind: DriverKind) async throws {
        try await Fixture.with(kind) { fixture in
            let number = try await fixture.started(["x"])[0].number
            let finish = Fixture.finish("x")
            #expect(try await fixture.queue.settle(number, worker: "b", as: finish) == .lost)
            #expect(try await fixture.queue.settle(number, worker: "a", as: finish) == .settled)
            #expect(try await fixture.queue.settle(number, worker: "a", as: finish) == .answered)
            #expect(try await fixture.results() == ["r"])
        }
    }

    /// Whoever has an old number that was given anew must not end somebody else's job.
    @Test(arguments: DriverKind.allCases)
    func aDeliveryIsSettledOnlyForTheJobThatItWasStartedFor(_ kind: DriverKind) async throws {
        try await Fixture.with(kind) { fixture in
            let number = try await fixture.started(["x"])[0].number
            #expect(try await fixture.queue.settle(number, worker: "a", as: Fixture.finish("y", "y")) == .lost)
            let letter = Fixture.letter("dl-\(number)", job: "y")
            let bury = Settlement.bury(letter, original: nil, result: .init("y"))
            #expect(try await fixture.queue.settle(number, worker: "a", as: bury) == .lost)
            #expect(try await fixture.queue.deadLetterCount() == 0)
            #expect(try await fixture.queue.settle(number, worker: "a", as: Fixture.finish("x")) == .settled)
            #expect(try await fixture.results() == ["r"])
        }
    }

    @Test(arguments: DriverKind.allCases)
    func anIDIsAnsweredOnceEvenByTwoDeliveriesOfOneCall(_ kind: DriverKind) async throws {
        try await Fixture.with(kind) { fixture in
            try await fixture.queue.enqueue([.init("j"), .init("j")])
            let numbers = try await fixture.claim(2).map(\.number)
            let settlements = zip(numbers, ["1", "2"]).map { JobSettlement(delivery: $0, as: Fixture.finish("x", $1)) }
            #expect(try await fixture.queue.settle(settlements, worker: "a") == [.settled, .settled])
            #expect(try await fixture.results() == ["1"])
        }
    }

    @Test(arguments: DriverKind.allCases)
    func settlementsOfOneCallAreIndependent(_ kind: DriverKind) async throws {
        try await Fixture.with(kind) { fixture in
            let queue = fixture.queue
            let numbers = try await fixture.started(["finish", "later", "release", "bury"]).map(\.number)
            let letter = Fixture.letter("dl-1", job: "bury")
            let settlements = [
                JobSettlement(delivery: 99, as: Fixture.finish("lost")),
                JobSettlement(delivery: numbers[0], as: Fixture.finish("finish", "finished")),
                JobSettlement(delivery: numbers[1], as: .later(bytes: .init("later+"), delay: .zero)),
                JobSettlement(delivery: numbers[0], as: Fixture.finish("finish")),
                JobSettlement(delivery: numbers[2], as: .release),
                JobSettlement(delivery: numbers[3], as: .bury(letter, original: nil, result: .init("buried"))),
                JobSettlement(delivery: numbers[2], as: .release),
            ]
            let replies = try await queue.settle(settlements, worker: "a")
            #expect(replies == [.lost, .settled, .settled, .answered, .settled, .settled, .lost])
            #expect(try await fixture.results() == ["finished", "buried"])
            #expect(try await queue.deadLetter(id: "dl-1")?.original == .init("bury"))
            #expect(Set(try await fixture.claimTexts()) == ["later+", "release"])
        }
    }

    @Test(arguments: DriverKind.allCases)
    func laterComesBackWhenDueAtTheHeadOfTheLine(_ kind: DriverKind) async throws {
        try await Fixture.with(kind) { fixture in
            let queue = fixture.queue
            let numbers = try await fixture.started(["x", "y"]).map(\.number)
            for (number, seconds) in zip(numbers, [60, 30]) {
                let later = Settlement.later(bytes: .init("after \(seconds)"), delay: .seconds(seconds))
                #expect(try await queue.settle(number, worker: "a", as: later) == .settled)
                #expect(try await queue.settle(number, worker: "a", as: later) == .answered, "repeated")
            }
            let empty = try await queue.claim(upTo: 1, worker: "a", lease: Fixture.lease)
            #expect(empty.deliveries.isEmpty)
            let wait = try #require(empty.nextDue).since(empty.now)
            #expect(wait > .seconds(20) && wait <= .seconds(30))
            try await queue.enqueue([.init("new")])
            try await fixture.advance(.seconds(61))
            #expect(try await fixture.claimTexts() == ["after 30", "after 60", "new"])
        }
    }

    @Test(arguments: DriverKind.allCases)
    func releaseGivesTheSameBytesBackFirstAndFreesTheID(_ kind: DriverKind) async throws {
        try await Fixture.with(kind) { fixture in
            let number = try await fixture.started(["x"])[0].number
            try await fixture.queue.enqueue([.init("second")])
            #expect(try await fixture.queue.settle(number, worker: "a", as: .release) == .settled)
            let again = try await fixture.claim()[0]
            #expect(again.bytes == .init("x"))
            #expect(try await fixture.queue.start(again.number, jobID: "x", worker: "a") == .run)
        }
    }

    @Test(arguments: DriverKind.allCases)
    func aFinishedIDIsForgottenAfterTheWindow(_ kind: DriverKind) async throws {
        var limits = JobQueueLimits()
        limits.deduplicationWindow = .seconds(100)
        try await Fixture.with(kind, limits: limits) { fixture in
            let queue = fixture.queue
            let first = try await fixture.started(["x"])[0].number
            _ = try await queue.settle(first, worker: "a", as: Fixture.finish("x"))
            try await fixture.advance(.seconds(101))
            // Old ids go when others are answered.
            let other = try await fixture.started(["y"])[0].number
            _ = try await queue.settle(other, worker: "a", as: Fixture.finish("y"))
            try await queue.enqueue([.init("x"), .init("y")])
            let numbers = try await fixture.claim(2).map(\.number)
            #expect(try await queue.start(numbers[0], jobID: "x", worker: "a") == .run)
            #expect(try await queue.start(numbers[1], jobID: "y", worker: "a") == .duplicate)
        }
    }

    /// Nothing needs to be answered meanwhile for an id to be new again.
    @Test(arguments: DriverKind.allCases)
    func anIDOlderThanTheWindowRunsAgainOnAnIdleQueue(_ kind: DriverKind) async throws {
        var limits = JobQueueLimits()
        limits.deduplicationWindow = .seconds(100)
        try await Fixture.with(kind, limits: limits) { fixture in
            let first = try await fixture.started(["x"])[0].number
            _ = try await fixture.queue.settle(first, worker: "a", as: Fixture.finish("x"))
            try await fixture.advance(.seconds(101))
            try await fixture.queue.enqueue([.init("x")])
            let again = try await fixture.claim()[0].number
            #expect(try await fixture.queue.start(again, jobID: "x", worker: "a") == .run)
            _ = try await fixture.queue.settle(again, worker: "a", as: Fixture.finish("x"))
            #expect(try await fixture.results().count == 2)
        }
    }

    @Test(arguments: DriverKind.allCases)
    func theWindowOfFinishedIDsIsBounded(_ kind: DriverKind) async throws {
        var limits = JobQueueLimits()
        limits.deduplicationCap = 4
        try await Fixture.with(kind, limits: limits) { fixture in
            let jobs = (1...10).map { "j\($0)" }
            let numbers = try await fixture.started(jobs).map(\.number)
            for (number, job) in zip(numbers, jobs) {
                _ = try await fixture.queue.settle(number, worker: "a", as: Fixture.finish(job))
                // Ids of one moment have no order.
                try await fixture.advance(.milliseconds(10))
            }
            try await fixture.queue.enqueue(jobs.map { .init($0) })
            let again = try await fixture.claim(100).map(\.number)
            let decisions = try await fixture.queue.start(
                zip(again, jobs).map { JobStart(delivery: $0, jobID: $1) },
                worker: "a"
            )
            #expect(decisions == Array(repeating: .run, count: 6) + Array(repeating: .duplicate, count: 4))
            #expect(try await fixture.results().count == 10)
        }
    }

    @Test(arguments: DriverKind.allCases)
    func aPausedQueueHandsNothingOut(_ kind: DriverKind) async throws {
        try await Fixture.with(kind) { fixture in
            try await fixture.queue.enqueue([.init("j")])
            try await fixture.queue.setMode(.paused)
            #expect(try await fixture.queue.mode() == .paused)
            #expect(try await fixture.queue.claim(upTo: 1, worker: "a", lease: Fixture.lease).state == .paused)
            try await fixture.queue.setMode(.open)
            #expect(try await fixture.queue.mode() == .open)
            #expect(try await fixture.claimTexts() == ["j"])
        }
    }

    @Test(arguments: DriverKind.allCases)
    func fullResultsHoldJobsBack(_ kind: DriverKind) async throws {
        var limits = JobQueueLimits()
        limits.resultsCap = 1
        try await Fixture.with(kind, limits: limits) { fixture in
            let number = try await fixture.started(["x"])[0].number
            _ = try await fixture.queue.settle(number, worker: "a", as: Fixture.finish("x"))
            try await fixture.queue.enqueue([.init("j")])
            #expect(try await fixture.queue.claim(upTo: 1, worker: "a", lease: Fixture.lease).state == .full)
            // What an operator ordered goes before what happened.
            try await fixture.queue.setMode(.paused)
            #expect(try await fixture.queue.claim(upTo: 1, worker: "a", lease: Fixture.lease).state == .paused)
            try await fixture.queue.setMode(.open)
            _ = try await fixture.queue.popResult()
            #expect(try await fixture.claimTexts() == ["j"])
        }
    }

    @Test(arguments: DriverKind.allCases)
    func cancellingReachesWhatWaitsAndWhatRunsButNotWhatIsDone(_ kind: DriverKind) async throws {
        try await Fixture.with(kind) { fixture in
            let queue = fixture.queue
            let numbers = try await fixture.started(["done", "runs"]).map(\.number)
            _ = try await queue.settle(numbers[0], worker: "a", as: Fixture.finish("done"))
            #expect(try await queue.cancel(["done", "runs", "waits"]) == ["runs", "waits"])
            let beat = try await queue.beat(
                worker: "a",
                status: .init("{}"),
                deliveries: [numbers[1]],
                lease: Fixture.lease
            )
            #expect(beat.cancelled == [numbers[1]])
            try await queue.enqueue([.init("waits")])
            let waits = try await fixture.claim()[0].number
            #expect(try await queue.start(waits, jobID: "waits", worker: "a") == .cancelled)
            #expect(try await queue.settle(waits, worker: "a", as: Fixture.finish("waits", "cancelled")) == .settled)
            #expect(try await fixture.results() == ["r", "cancelled"])
        }
    }

    /// A job may be delayed for longer than answers are remembered.
    @Test(arguments: DriverKind.allCases)
    func aWishToCancelIsKeptUntilItIsMet(_ kind: DriverKind) async throws {
        var limits = JobQueueLimits()
        limits.deduplicationWindow = .seconds(100)
        try await Fixture.with(kind, limits: limits) { fixture in
            let queue = fixture.queue
            #expect(try await queue.cancel(["delayed"]) == ["delayed"])
            try await fixture.advance(.seconds(1000))
            #expect(try await queue.cancel(["other"]) == ["other"])
            try await queue.enqueue([.init("delayed")])
            let number = try await fixture.claim()[0].number
            #expect(try await queue.start(number, jobID: "delayed", worker: "a") == .cancelled)
            _ = try await queue.settle(number, worker: "a", as: Fixture.finish("delayed", "cancelled"))
            // Its answer forgotten, the id is new, and nothing is wished of it.
            try await fixture.advance(.seconds(101))
            try await queue.enqueue([.init("delayed")])
            let again = try await fixture.claim()[0].number
            #expect(try await queue.start(again, jobID: "delayed", worker: "a") == .run)
            _ = try await queue.settle(again, worker: "a", as: Fixture.finish("delayed"))
            try await fixture.advance(.seconds(101))
            #expect(try await queue.cancel(["delayed"]) == ["delayed"], "an answer that is forgotten is none")
        }
    }

    /// Ids may be used anew: an old wish was for another job, and a heartbeat must not bring it up again.
    @Test(arguments: DriverKind.allCases)
    func anOldWishToCancelIsForWhatWasThereThen(_ kind: DriverKind) async throws {
        var limits = JobQueueLimits()
        limits.cancelWindow = .seconds(100)
        try await Fixture.with(kind, limits: limits) { fixture in
            let queue = fixture.queue
            let jobs = ["old", "new", "unknown", "late"]
            let enqueued = try await queue.now()
            #expect(try await queue.cancel(["old", "new", "unknown"]).count == 3)
            try await fixture.advance(.seconds(101))
            #expect(try await queue.cancel(["late"]).count == 1)
            // In Redis the past has moved instead of the time.
            let then = Moment(milliseconds: enqueued.milliseconds - (kind == .redis ? 101_000 : 0))
            let now = Moment(milliseconds: try await queue.now().milliseconds + 1)
            let known: [Moment?] = [then, now, nil, now]
            try await queue.enqueue(jobs.map { .init($0) })
            let deliveries = try await fixture.claim(4)
            let starts = deliveries.indices.map {
                JobStart(delivery: deliveries[$0].number, jobID: jobs[$0], knownSince: known[$0])
            }
            #expect(try await queue.start(starts, worker: "a") == [.cancelled, .run, .run, .cancelled])
            let numbers = deliveries.map(\.number)
            let beat = try await queue.beat(
                worker: "a",
                status: .init("{}"),
                deliveries: numbers,
                lease: Fixture.lease
            )
            #expect(beat.cancelled == [numbers[0], numbers[3]])
        }
    }

    @Test(arguments: DriverKind.allCases)
    func ofTooManyWishesTheOldestGo(_ kind: DriverKind) async throws {
        var limits = JobQueueLimits()
        limits.deduplicationCap = 4
        try await Fixture.with(kind, limits: limits) { fixture in
            let jobs = (1...6).map { "j\($0)" }
            for job in jobs {
                #expect(try await fixture.queue.cancel([job]) == [job])
                // Ids of one moment have no order.
                try await fixture.advance(.milliseconds(10))
            }
            try await fixture.queue.enqueue(jobs.map { .init($0) })
            let starts = zip(try await fixture.claim(10), jobs).map { JobStart(delivery: $0.number, jobID: $1) }
            let decisions = try await fixture.queue.start(starts, worker: "a")
            #expect(decisions == [.run, .run, .cancelled, .cancelled, .cancelled, .cancelled])
        }
    }

    @Test(arguments: DriverKind.allCases)
    func anyNumberOfJobsMayBeCancelled(_ kind: DriverKind) async throws {
        try await Fixture.with(kind) { fixture in
            let none = try await fixture.queue.cancel([])
            #expect(none.isEmpty)
            let ids = (0..<4500).map { "j\($0)" }
            let asked = try await fixture.queue.cancel(ids)
            #expect(asked == ids)
        }
    }

    /// Longer than any queue lives is as long as it can tell.
    @Test(arguments: DriverKind.allCases)
    func aJobMayBePutOffForEver(_ kind: DriverKind) async throws {
        try await Fixture.with(kind) { fixture in
            let number = try await fixture.started(["x"])[0].number
            let later = Settlement.later(bytes: .init("x"), delay: .seconds(Int64.max))
            #expect(try await fixture.queue.settle(number, worker: "a", as: later) == .settled)
            let batch = try await fixture.queue.claim(upTo: 1, worker: "a", lease: Fixture.lease)
            #expect(batch.deliveries.isEmpty && batch.nextDue != nil)
        }
    }
}
