// SPDX-License-Identifier: Apache-2.0

import JSON
import JobQueue
import TestTraits
import Testing

/// What both drivers do with dead letters.
@Suite(.limitedParallelism) struct DeadLetterConformanceTests {
    private typealias Fixture = ConformanceFixture

    /// Buries jobs `j0`, `j1`…; every fifth is of class `llm.server`.
    @discardableResult
    private func bury(_ count: Int, _ fixture: Fixture) async throws -> [String] {
        var ids: [String] = []
        let jobs = (0..<count).map { "j\($0)" }
        try await fixture.queue.enqueue(jobs.map { .init(#"{"id":"\#($0)"}"#) })
        for (index, delivery) in try await fixture.claim(100).enumerated() {
            _ = try await fixture.queue.start(delivery.number, jobID: jobs[index], worker: "a")
            let type = index % 5 == 0 ? "llm.server" : "input.corrupt"
            let letter = Fixture.letter("dl-\(delivery.number)", job: jobs[index], type: type)
            ids.append(letter.id)
            let bury = Settlement.bury(letter, original: delivery.bytes, result: .init("failed"))
            #expect(try await fixture.queue.settle(delivery.number, worker: "a", as: bury) == .settled)
            #expect(try await fixture.queue.settle(delivery.number, worker: "a", as: bury) == .answered)
            if index % 3 == 0 { try await fixture.advance(.milliseconds(10)) }
        }
        return ids
    }

    @Test(arguments: DriverKind.allCases)
    func lettersAreCountedPagedByClassAndAnswered(_ kind: DriverKind) async throws {
        try await Fixture.with(kind) { fixture in
            try await bury(25, fixture)
            #expect(try await fixture.queue.deadLetterCount() == 25)
            #expect(try await fixture.results().count == 25)
            for (type, expected) in [(String?.none, 25), ("llm.server", 5), ("input.corrupt", 20), ("none", 0)] {
                var filter = DeadLetterFilter()
                filter.errorType = type
                let seen = try await fixture.letters(filter, limit: 3)
                #expect(seen.count == expected)
                #expect(Set(seen).count == expected)
            }
        }
    }

    @Test(arguments: DriverKind.allCases)
    func aRedrivenJobRunsAndAnswersAgain(_ kind: DriverKind) async throws {
        try await Fixture.with(kind) { fixture in
            let queue = fixture.queue
            let id = try await bury(5, fixture)[2]
            let buried = try #require(try await queue.deadLetter(id: id))
            #expect(buried.original == .init(#"{"id":"j2"}"#))
            #expect(try await queue.redrive([buried, buried]) == [id])
            #expect(try await queue.deadLetter(id: id) == nil)
            #expect(try await queue.deadLetterCount() == 4)
            let again = try await fixture.claim()[0]
            #expect(try JobEnvelope(decoding: again.bytes).run.redrives == 1)
            #expect(try await queue.start(again.number, jobID: "j2", worker: "a") == .run)
            #expect(try await queue.settle(again.number, worker: "a", as: Fixture.finish("j2")) == .settled)
            #expect(try await fixture.results().count == 6)
        }
    }

    @Test(arguments: DriverKind.allCases)
    func theBytesInFlightAreKeptUnlessOthersAreGiven(_ kind: DriverKind) async throws {
        try await Fixture.with(kind) { fixture in
            let numbers = try await fixture.started(["one", "two"]).map(\.number)
            for (number, original) in zip(numbers, [nil, [UInt8]("other")]) {
                let letter = Fixture.letter("dl-\(number)", job: nil)
                let bury = Settlement.bury(letter, original: original, result: .init("r"))
                #expect(try await fixture.queue.settle(number, worker: "b", as: bury) == .lost)
                #expect(try await fixture.queue.settle(number, worker: "a", as: bury) == .settled)
                #expect(try await fixture.queue.deadLetter(id: "dl-\(number)")?.original == original ?? .init("one"))
            }
        }
    }

    @Test(arguments: DriverKind.allCases)
    func lettersBeyondTheCapGoOldestFirst(_ kind: DriverKind) async throws {
        var limits = JobQueueLimits()
        limits.deadLettersCap = 3
        try await Fixture.with(kind, limits: limits) { fixture in
            let numbers = try await fixture.started((1...5).map { "j\($0)" }).map(\.number)
            for number in numbers {
                let letter = Fixture.letter("dl-\(number)", job: nil)
                _ = try await fixture.queue.settle(number, worker: "a", as: .bury(letter, original: nil, result: []))
                try await fixture.advance(.milliseconds(10))
            }
            #expect(try await fixture.queue.deadLetterCount() == 3)
            #expect(try await fixture.queue.deadLetter(id: "dl-\(numbers[1])") == nil)
            #expect(try await fixture.queue.deadLetter(id: "dl-\(numbers[2])") != nil)
        }
    }

    @Test(arguments: DriverKind.allCases)
    func oldLettersGoWhenOthersCome(_ kind: DriverKind) async throws {
        var limits = JobQueueLimits()
        limits.deadLettersAge = .seconds(100)
        try await Fixture.with(kind, limits: limits) { fixture in
            let numbers = try await fixture.started(["x", "y"]).map(\.number)
            for number in numbers {
                let letter = Fixture.letter("dl-\(number)", job: nil)
                _ = try await fixture.queue.settle(number, worker: "a", as: .bury(letter, original: nil, result: []))
                try await fixture.advance(.seconds(101))
            }
            #expect(try await fixture.queue.deadLetterCount() == 1)
            #expect(try await fixture.queue.deadLetter(id: "dl-\(numbers[1])") != nil)
        }
    }
}
