// SPDX-License-Identifier: Apache-2.0

import JobQueue
import TestTraits
import Testing

/// What both drivers do when jobs are handed out, started and leased.
@Suite(.limitedParallelism) struct ClaimConformanceTests {
    private typealias Fixture = ConformanceFixture

    @Test(arguments: DriverKind.allCases)
    func claimKeepsOrderAndNumbersGrow(_ kind: DriverKind) async throws {
        try await Fixture.with(kind) { fixture in
            try await fixture.queue.enqueue((1...5).map { .init("job\($0)") })
            let all = try await fixture.claim(2) + fixture.claim(100, by: "b")
            #expect(all.map { String(decoding: $0.bytes, as: UTF8.self) } == (1...5).map { "job\($0)" })
            #expect(zip(all, all.dropFirst()).allSatisfy { $0.number < $1.number })
            #expect(try await fixture.claim(by: "b").isEmpty)
        }
    }

    @Test(arguments: DriverKind.allCases)
    func onlyTheOwnerStarts(_ kind: DriverKind) async throws {
        try await Fixture.with(kind) { fixture in
            try await fixture.queue.enqueue([.init("j")])
            let number = try await fixture.claim()[0].number
            #expect(try await fixture.queue.start(number, jobID: "x", worker: "b") == .lost)
            #expect(try await fixture.queue.start(number, jobID: "x", worker: "a") == .run)
            #expect(try await fixture.queue.start(number, jobID: "x", worker: "a") == .run, "repeated")
            #expect(try await fixture.queue.start(number + 1, jobID: "x", worker: "a") == .lost)
        }
    }

    @Test(arguments: DriverKind.allCases)
    func theSameIDIsHeldWhileItRunsAndDroppedOnceDone(_ kind: DriverKind) async throws {
        try await Fixture.with(kind) { fixture in
            let queue = fixture.queue
            try await queue.enqueue([.init("j"), .init("j"), .init("j")])
            let numbers = try await fixture.claim(3).map(\.number)
            let starts = numbers.prefix(2).map { JobStart(delivery: $0, jobID: "x") }
            #expect(try await queue.start(starts, worker: "a") == [.run, .held])
            _ = try await queue.settle(numbers[0], worker: "a", as: Fixture.finish("x"))
            #expect(try await queue.start(numbers[1], jobID: "x", worker: "a") == .duplicate)
            #expect(try await queue.start(numbers[1], jobID: "x", worker: "a") == .lost, "a dropped delivery is gone")
            #expect(try await queue.start(numbers[2], jobID: "x", worker: "a") == .duplicate)
            #expect(try await queue.takeOver(upTo: 10, worker: "r", lease: .zero).isEmpty)
            #expect(try await fixture.results() == ["r"])
        }
    }

    @Test(arguments: DriverKind.allCases)
    func aHeldIDMayRunOnceItsHolderIsGone(_ kind: DriverKind) async throws {
        try await Fixture.with(kind) { fixture in
            let queue = fixture.queue
            try await queue.enqueue([.init("j"), .init("j")])
            let numbers = try await fixture.claim(2).map(\.number)
            _ = try await queue.start(numbers[0], jobID: "x", worker: "a")
            #expect(try await queue.start(numbers[1], jobID: "x", worker: "a") == .held)
            _ = try await queue.settle(numbers[0], worker: "a", as: .release)
            #expect(try await queue.start(numbers[1], jobID: "x", worker: "a") == .run)
        }
    }

    @Test(arguments: DriverKind.allCases)
    func jobsOfOneStartAreIndependent(_ kind: DriverKind) async throws {
        try await Fixture.with(kind) { fixture in
            let queue = fixture.queue
            let done = try await fixture.started(["done"])[0].number
            _ = try await queue.settle(done, worker: "a", as: Fixture.finish("done"))
            _ = try await queue.cancel(["cancelled"])
            try await queue.enqueue((0..<5).map { .init("j\($0)") })
            let numbers = try await fixture.claim(5).map(\.number)
            let ids = ["one", "done", "one", "cancelled", "two"]
            let starts =
                [JobStart(delivery: 99, jobID: "lost")] + zip(numbers, ids).map { JobStart(delivery: $0, jobID: $1) }
            let decisions = try await queue.start(starts, worker: "a")
            #expect(decisions == [.lost, .run, .duplicate, .held, .cancelled, .run])
        }
    }

    @Test(arguments: DriverKind.allCases)
    func aBeatKeepsTheLeaseAndTellsWhatIsLostOrCancelled(_ kind: DriverKind) async throws {
        try await Fixture.with(kind) { fixture in
            let queue = fixture.queue
            let numbers = try await fixture.started(["x", "y"]).map(\.number)
            try await fixture.advance(.seconds(29))
            #expect(try await queue.cancel(["y"]) == ["y"])
            let beat = try await queue.beat(
                worker: "a",
                status: .init("{}"),
                deliveries: numbers + [77],
                lease: Fixture.lease
            )
            #expect(beat == HeartbeatReply(lost: [77], cancelled: [numbers[1]]))
            try await fixture.advance(.seconds(29))
            #expect(try await queue.takeOver(upTo: 10, worker: "r", lease: Fixture.lease).isEmpty)
            try await fixture.advance(.seconds(2))
            #expect(try await queue.takeOver(upTo: 10, worker: "r", lease: Fixture.lease).count == 2)
        }
    }

    @Test(arguments: DriverKind.allCases)
    func takeoverFencesTheOldWorkerAndTellsWhetherTheJobRan(_ kind: DriverKind) async throws {
        try await Fixture.with(kind) { fixture in
            let queue = fixture.queue
            let ran = try await fixture.started(["x"])[0].number
            try await queue.enqueue([.init("waiting")])
            let waiting = try await fixture.claim()[0].number
            try await fixture.advance(.seconds(31))
            try await queue.enqueue([.init("alive")])
            let alive = try await fixture.claim()[0].number
            let orphans = try await queue.takeOver(upTo: 100, worker: "r", lease: Fixture.lease)
            #expect(orphans.map(\.lostDelivery) == [ran, waiting])
            #expect(orphans.map(\.startedJobID) == ["x", nil])
            #expect(orphans.map(\.lostBy) == ["a", "a"])
            #expect(orphans.map(\.delivery.bytes) == [.init("x"), .init("waiting")])
            #expect(try await queue.settle(ran, worker: "a", as: Fixture.finish("x")) == .lost)
            #expect(try await queue.start(waiting, jobID: "w", worker: "a") == .lost)
            let beat = try await queue.beat(
                worker: "a",
                status: .init("{}"),
                deliveries: [ran, waiting, alive],
                lease: Fixture.lease
            )
            #expect(beat.lost == [ran, waiting])
            let number = orphans[0].delivery.number
            #expect(try await queue.settle(number, worker: "r", as: Fixture.finish("x")) == .settled)
            #expect(try await fixture.results() == ["r"])
        }
    }

    @Test(arguments: DriverKind.allCases)
    func takeoverPassesOnWhatTheLostWorkersLastSaid(_ kind: DriverKind) async throws {
        try await Fixture.with(kind) { fixture in
            let queue = fixture.queue
            try await queue.enqueue((1...4).map { .init("job\($0)") })
            let ofA = try await fixture.claim(2).map(\.number)
            let ofB = try await fixture.claim(1, by: "b").map(\.number)
            _ = try await fixture.claim(1, by: "silent")
            _ = try await queue.beat(worker: "a", status: .init("A"), deliveries: ofA, lease: Fixture.lease)
            _ = try await queue.beat(worker: "b", status: .init("B"), deliveries: ofB, lease: Fixture.lease)
            try await fixture.advance(.seconds(31))
            let orphans = try await queue.takeOver(upTo: 100, worker: "r", lease: Fixture.lease)
            let words = orphans.map { "\($0.lostBy):" + String(decoding: $0.lastWords, as: UTF8.self) }
            #expect(words.sorted() == ["a:A", "a:A", "b:B", "silent:"])
        }
    }

    @Test(arguments: DriverKind.allCases)
    func aTakenOverJobStillHoldsItsIDAndTheReapersLeaseEndsToo(_ kind: DriverKind) async throws {
        try await Fixture.with(kind) { fixture in
            let queue = fixture.queue
            _ = try await fixture.started(["x"])
            try await fixture.advance(.seconds(31))
            let first = try await queue.takeOver(upTo: 1, worker: "r", lease: Fixture.lease)
            try await queue.enqueue([.init("x again")])
            let again = try await fixture.claim()[0].number
            #expect(try await queue.start(again, jobID: "x", worker: "a") == .held)
            try await fixture.advance(.seconds(31))
            let second = try await queue.takeOver(upTo: 1, worker: "s", lease: Fixture.lease)
            #expect(second.map(\.lostDelivery) == first.map(\.delivery.number))
            #expect(second.map(\.lostBy) == ["r"])
            #expect(second.map(\.startedJobID) == ["x"])
        }
    }

    @Test(arguments: DriverKind.allCases)
    func whatASilentWorkerReceivedGoesBackToTheHead(_ kind: DriverKind) async throws {
        try await Fixture.with(kind) { fixture in
            let queue = fixture.queue
            _ = try await queue.beat(worker: "a", status: .init("{}"), deliveries: [], lease: Fixture.lease)
            try await queue.enqueue([.init("1"), .init("2"), .init("3")])
            try await queue.waitForJobs(worker: "a", timeout: .seconds(5))
            try await queue.waitForJobs(worker: "a", timeout: .seconds(5))
            #expect(try await queue.unstageSilentWorkers(silentFor: .seconds(90)) == 0)
            try await fixture.advance(.seconds(91))
            #expect(try await queue.unstageSilentWorkers(silentFor: .seconds(90)) == 2)
            #expect(try await fixture.claimTexts() == ["1", "2", "3"])
        }
    }

    /// What a worker left behind does not wait until the clock is again where it was.
    @Test(arguments: DriverKind.allCases)
    func aClockThatIsSetBackCostsALeaseOrTwo(_ kind: DriverKind) async throws {
        try await Fixture.with(kind) { fixture in
            let queue = fixture.queue
            for worker in ["gone", "well"] {
                _ = try await queue.beat(worker: worker, status: .init("{}"), deliveries: [], lease: Fixture.lease)
            }
            try await queue.enqueue((1...250).map { .init("\($0)") } + [.init("kept"), .init("staged")])
            var lost: [Int64] = []
            for count in [100, 100, 50] { lost += try await fixture.claim(count, by: "gone").map(\.number) }
            let kept = try await fixture.claim(1, by: "well")[0].number
            try await queue.waitForJobs(worker: "gone", timeout: .seconds(5))
            try await fixture.advance(.seconds(-1000))
            func beat() async throws {
                let reply = try await queue.beat(
                    worker: "well",
                    status: .init("{}"),
                    deliveries: [kept],
                    lease: Fixture.lease
                )
                #expect(reply.lost.isEmpty)
            }
            func takeOver() async throws -> [Int64] {
                try await queue.takeOver(upTo: 100, worker: "r", lease: .seconds(2000)).map(\.lostDelivery)
            }
            // Whoever has not been heard since may be well, too.
            #expect(try await takeOver().isEmpty)
            try await beat()
            try await fixture.advance(.seconds(20))
            try await beat()
            #expect(try await takeOver().isEmpty)
            // In Redis time passes by itself, too: both sides of a lease have ten seconds.
            try await fixture.advance(.seconds(20))
            let taken = try await [takeOver(), takeOver(), takeOver(), takeOver()]
            #expect(taken.map(\.count) == [100, 100, 50, 0] && Set(taken.joined()) == Set(lost))
            try await fixture.advance(.seconds(60))
            try await beat()
            #expect(try await queue.unstageSilentWorkers(silentFor: .seconds(90)) == 1)
            #expect(try await fixture.claimTexts() == ["staged"])
        }
    }

    @Test(arguments: DriverKind.allCases)
    func whatAWorkerReceivedItClaimsFirstAndLeavesBehindOtherwise(_ kind: DriverKind) async throws {
        try await Fixture.with(kind) { fixture in
            let queue = fixture.queue
            try await queue.enqueue([.init("1"), .init("2"), .init("3")])
            try await queue.waitForJobs(worker: "b", timeout: .seconds(5))
            try await queue.waitForJobs(worker: "a", timeout: .seconds(5))
            #expect(try await fixture.claimTexts(1) == ["2"])
            try await queue.leave(worker: "b")
            #expect(try await fixture.claimTexts() == ["1", "3"])
        }
    }

    /// A wait may be with the server still when the connection that asked for it is long gone.
    @Test(arguments: DriverKind.allCases)
    func whatAWorkerReceivesAfterItLeftGoesBack(_ kind: DriverKind) async throws {
        try await Fixture.with(kind) { fixture in
            let queue = fixture.queue
            _ = try await queue.beat(worker: "a", status: .init("{}"), deliveries: [], lease: Fixture.lease)
            try await queue.leave(worker: "a")
            #expect(try await queue.statistics().workers == 0)
            try await queue.enqueue([.init("j")])
            try await queue.waitForJobs(worker: "a", timeout: .seconds(5))
            #expect(try await queue.unstageSilentWorkers(silentFor: .seconds(90)) == 0)
            try await fixture.advance(.seconds(91))
            #expect(try await queue.unstageSilentWorkers(silentFor: .seconds(90)) == 1)
            #expect(try await fixture.claimTexts() == ["j"])
        }
    }

    @Test(arguments: DriverKind.allCases)
    func whatAWorkerReceivesAfterItWasStruckOffGoesBack(_ kind: DriverKind) async throws {
        try await Fixture.with(kind) { fixture in
            let queue = fixture.queue
            for hasClaimed in [false, true] {
                _ = try await queue.beat(worker: "a", status: .init("{}"), deliveries: [], lease: Fixture.lease)
                try await fixture.advance(.seconds(91))
                #expect(try await queue.unstageSilentWorkers(silentFor: .seconds(90)) == 0)
                #expect(try await queue.statistics().workers == 0)
                if hasClaimed {
                    // Nobody looks for it any more, until it claims.
                    try await fixture.advance(.seconds(91))
                    #expect(try await queue.unstageSilentWorkers(silentFor: .seconds(90)) == 0)
                    #expect(try await fixture.claim().isEmpty)
                }
                try await queue.enqueue([.init("j")])
                try await queue.waitForJobs(worker: "a", timeout: .seconds(5))
                try await fixture.advance(.seconds(91))
                #expect(try await queue.unstageSilentWorkers(silentFor: .seconds(90)) == 1)
                #expect(try await fixture.claimTexts() == ["j"])
            }
        }
    }

    @Test(arguments: DriverKind.allCases)
    func whatAWorkerReceivedItMayGiveBackAndStayOnTheList(_ kind: DriverKind) async throws {
        try await Fixture.with(kind) { fixture in
            let queue = fixture.queue
            _ = try await queue.beat(worker: "b", status: .init("{}"), deliveries: [], lease: Fixture.lease)
            try await queue.enqueue([.init("1"), .init("2"), .init("3")])
            for _ in 0..<2 { try await queue.waitForJobs(worker: "b", timeout: .seconds(5)) }
            try await queue.returnStaged(worker: "b")
            try await queue.returnStaged(worker: "b")
            #expect(try await queue.workers(limit: 10).map(\.id) == ["b"])
            #expect(try await fixture.claimTexts() == ["1", "2", "3"])
        }
    }

    /// What would break its receiver is told by its size, and keeps its bytes to the end.
    @Test(arguments: DriverKind.allCases)
    func aJobThatIsTooLargeIsNotHandedOut(_ kind: DriverKind) async throws {
        var limits = JobQueueLimits()
        limits.deliveryBytes = 10
        try await Fixture.with(kind, limits: limits) { fixture in
            let queue = fixture.queue
            #expect(try await queue.firstWaitingJob() == nil)
            try await queue.enqueue([.init("a job, too large"), .init("small"), .init("ten bytes.")])
            #expect(try await queue.firstWaitingJob() == [])
            let claimed = try await fixture.claim(3)
            #expect(claimed.map(\.withheldBytes) == [16, nil, nil])
            #expect(claimed.map(\.bytes) == [[], .init("small"), .init("ten bytes.")])
            try await fixture.advance(.seconds(31))
            let orphans = try await queue.takeOver(upTo: 1, worker: "r", lease: Fixture.lease)
            #expect(orphans.map(\.delivery.withheldBytes) == [16] && orphans[0].delivery.bytes.isEmpty)
            let letter = Fixture.letter("dl-1", job: nil)
            let bury = Settlement.bury(letter, original: nil, result: .init("r"))
            #expect(try await queue.settle(orphans[0].delivery.number, worker: "r", as: bury) == .settled)
            #expect(try await queue.deadLetter(id: "dl-1")?.original == .init("a job, too large"))
        }
    }

    @Test(arguments: DriverKind.allCases)
    func lossesInARowBeforeStartAreCounted(_ kind: DriverKind) async throws {
        try await Fixture.with(kind) { fixture in
            let queue = fixture.queue
            try await queue.enqueue([.init("j")])
            var number = try await fixture.claim()[0].number
            for loss in 1...3 {
                try await fixture.advance(.seconds(31))
                let orphan = try await queue.takeOver(upTo: 1, worker: "r\(loss)", lease: Fixture.lease)[0]
                #expect(orphan.lossesBeforeStart == loss && orphan.startedJobID == nil)
                #expect(orphan.lostBy == (loss == 1 ? "a" : "r\(loss - 1)") && orphan.lostDelivery == number)
                number = orphan.delivery.number
            }
            let beat = try await queue.beat(
                worker: "r3",
                status: .init("{}"),
                deliveries: [number],
                lease: Fixture.lease
            )
            #expect(beat.lost.isEmpty)
            #expect(try await queue.start(number, jobID: "x", worker: "r3") == .run)
            try await fixture.advance(.seconds(31))
            let started = try await queue.takeOver(upTo: 1, worker: "s", lease: Fixture.lease)[0]
            #expect(started.lossesBeforeStart == 0 && started.startedJobID == "x" && started.lostBy == "r3")
        }
    }

    /// Whoever goes down with one of them takes no others along a third time.
    @Test(arguments: DriverKind.allCases)
    func whatWasLostTwiceBeforeStartIsTakenOverAlone(_ kind: DriverKind) async throws {
        try await Fixture.with(kind) { fixture in
            let queue = fixture.queue
            try await queue.enqueue([.init("1"), .init("2")])
            _ = try await fixture.claim(2)
            try await fixture.advance(.seconds(31))
            #expect(try await queue.takeOver(upTo: 100, worker: "r", lease: Fixture.lease).count == 2)
            _ = try await fixture.started(["x"])
            try await fixture.advance(.seconds(31))
            var taken: [[String]] = []
            for _ in 0..<4 {
                let orphans = try await queue.takeOver(upTo: 100, worker: "r", lease: Fixture.lease)
                taken.append(orphans.map { String(decoding: $0.delivery.bytes, as: UTF8.self) })
            }
            #expect(taken == [["x"], ["1"], ["2"], []])
        }
    }

    @Test(arguments: DriverKind.allCases)
    func aWaitEndsWithAJobOrWhenInterrupted(_ kind: DriverKind) async throws {
        try await Fixture.with(kind) { fixture in
            let queue = fixture.queue
            async let wait: Void = queue.waitForJobs(worker: "a", timeout: .seconds(60))
            try await queue.enqueue([.init("j")])
            try await wait
            #expect(try await fixture.claimTexts() == ["j"])
            let isOver = Task { try? await queue.waitForJobs(worker: "a", timeout: .seconds(60)) }
            let interrupts = Task {
                // Whether the wait has begun cannot be seen from outside, so it is interrupted until it ends.
                while !Task.isCancelled {
                    await queue.interruptWait()
                    await Task.yield()
                }
            }
            _ = await isOver.value
            interrupts.cancel()
            #expect(try await fixture.claimTexts().isEmpty)
        }
    }
}
