// SPDX-License-Identifier: Apache-2.0

import JSON
import JobQueue
import TestTraits
import Testing

/// How both drivers find, page and group dead letters.
@Suite(.limitedParallelism) struct DeadLetterSearchConformanceTests {
    private typealias Fixture = ConformanceFixture

    private struct Search: Sendable {
        let name: String
        let expected: [Int]
        let set: @Sendable (inout DeadLetterFilter) -> Void
    }

    /// Letters 0 to 11 differ in everything that can be asked for.
    private static func letter(_ number: Int, _ id: String, _ job: String) -> DeadLetter {
        Fixture.letter(
            id,
            job: job,
            type: number % 2 == 0 ? "llm.server" : "input.corrupt",
            stage: number % 3 == 0 ? "model" : "fetch",
            message: "HTTP \(number) from \(number < 6 ? "one" : "two")",
            reason: number == 11 ? .poison : .notRetryable,
            tags: ["province": number < 4 ? "Phrae" : "Nan", "odd\tname": "a\nb"],
            attempts: [["model": number % 4 == 0 ? "gemini-2.5-pro" : "gemini-2.5"], ["tries": [["model": "local"]]]]
        )
    }

    private static let searches: [Search] = [
        Search(name: "all", expected: Array(0..<12)) { _ in },
        Search(name: "class", expected: [0, 2, 4, 6, 8, 10]) { $0.errorType = "llm.server" },
        Search(name: "stage", expected: [0, 3, 6, 9]) { $0.stage = "model" },
        Search(name: "reason", expected: [11]) { $0.reason = .poison },
        Search(name: "job", expected: [7]) { $0.jobID = "j7" },
        Search(name: "model", expected: [0, 4, 8]) { $0.model = "gemini-2.5-pro" },
        Search(name: "a model among the tries", expected: Array(0..<12)) { $0.model = "local" },
        Search(name: "no part of a model's name", expected: []) { $0.model = "gemini" },
        Search(name: "tag", expected: [0, 1, 2, 3]) { $0.tags = ["province": "Phrae"] },
        Search(name: "odd tag", expected: Array(0..<12)) { $0.tags = ["odd\tname": "a\nb"] },
        Search(name: "class, stage and tag", expected: [0]) {
            $0.errorType = "llm.server"
            $0.stage = "model"
            $0.tags = ["province": "Phrae"]
        },
        Search(name: "fingerprint", expected: [10]) {
            $0.fingerprint = "llm.server/fetch/HTTP N from two"
            $0.stage = "fetch"
            $0.tags = ["province": "Nan"]
            $0.model = "gemini-2.5"
        },
        Search(name: "fingerprint of another class", expected: []) {
            $0.fingerprint = "llm.server/fetch/HTTP N from two"
            $0.errorType = "input.corrupt"
        },
    ]

    @Test(arguments: DriverKind.allCases)
    func everyConditionFindsItsLetters(_ kind: DriverKind) async throws {
        try await Fixture.with(kind) { fixture in
            var ids: [String] = []
            for number in 0..<12 {
                ids += try await fixture.bury(["j\(number)"]) { Self.letter(number, $0, $1) }
                if number % 3 == 0 { try await fixture.advance(.milliseconds(10)) }
            }
            for search in Self.searches {
                var filter = DeadLetterFilter()
                search.set(&filter)
                for limit in [1, 5, 100] {
                    let found = try await fixture.letters(filter, limit: limit)
                    #expect(Set(found) == Set(search.expected.map { ids[$0] }), "\(search.name)")
                    #expect(found.count == Set(found).count, "\(search.name)")
                }
            }
        }
    }

    @Test(arguments: DriverKind.allCases)
    func lettersAreCountedByWhatTellsThemApart(_ kind: DriverKind) async throws {
        try await Fixture.with(kind) { fixture in
            for number in 0..<12 {
                try await fixture.bury(["j\(number)"]) { Self.letter(number, $0, $1) }
                if number == 5 { try await fixture.advance(.seconds(7200)) }
            }
            let tally = try await fixture.queue.deadLetterTally()
            #expect(tally.letters == 12)
            #expect(tally.counts[.errorType] == ["llm.server": 6, "input.corrupt": 6])
            #expect(tally.counts[.stage] == ["model": 4, "fetch": 8])
            #expect(tally.counts[.reason] == ["poison": 1, "not_retryable": 11])
            #expect(tally.counts[.model] == ["gemini-2.5-pro": 3, "gemini-2.5": 9, "local": 12])
            #expect(tally.counts[.age] == ["1h": 6, "1d": 6])
            #expect(tally.counts[.type] == nil && tally.others.isEmpty)
            #expect(tally.counts[.fingerprint]?.values.reduce(0, +) == 12)
            #expect(tally.ranking(.stage).map(\.value) == ["fetch", "model"])
            for search in Self.searches {
                var filter = DeadLetterFilter()
                search.set(&filter)
                let some = try await fixture.queue.deadLetterTally(filter)
                #expect(some.letters == search.expected.count, "\(search.name)")
                #expect(some.counts[.stage]?["model"] ?? 0 == search.expected.count { $0 % 3 == 0 }, "\(search.name)")
            }
        }
    }

    /// More letters than one slice holds, and more values than are kept apart.
    @Test func aTallyIsTakenInSlicesAndHasABound() async throws {
        try await Fixture.with(.redis) { fixture in
            for batch in 0..<12 {
                try await fixture.bury((0..<100).map { "j\(batch)-\($0)" })
            }
            var slices: [Int] = []
            let tally = try await fixture.queue.deadLetterTally { slices.append($0) }
            #expect(tally.letters == 1200 && slices == [500, 1000, 1200])
        }
        var tally = DeadLetterTally()
        for number in 0..<10_005 { tally.add(1, .fingerprint, "\(number)") }
        tally.add(7, .fingerprint, "0")
        var sum = DeadLetterTally()
        sum.add(tally)
        #expect(sum.counts[.fingerprint]?.count == 10_000 && sum.others == [.fingerprint: 5])
        #expect(sum.ranking(.fingerprint).first?.count == 8)
    }

    @Test(arguments: DriverKind.allCases)
    func timesOfDeathBoundAList(_ kind: DriverKind) async throws {
        try await Fixture.with(kind) { fixture in
            try await fixture.bury(["old"])
            try await fixture.advance(.seconds(100))
            let middle = try await fixture.bury(["middle"])
            try await fixture.advance(.seconds(100))
            try await fixture.bury(["new"])
            let now = try await fixture.queue.deadLetterTotals().now
            var filter = DeadLetterFilter()
            filter.since = Moment(milliseconds: now.milliseconds - 150_000)
            filter.until = Moment(milliseconds: now.milliseconds - 50_000)
            #expect(try await fixture.letters(filter, limit: 1) == middle)
            filter.errorType = "input.corrupt"
            #expect(try await fixture.letters(filter, limit: 1) == middle)
            filter.until = nil
            #expect(try await fixture.letters(filter).count == 2)
        }
    }

    @Test(arguments: DriverKind.allCases)
    func pagesGoOnWhereLettersWentAway(_ kind: DriverKind) async throws {
        try await Fixture.with(kind) { fixture in
            // All in one moment or nearly so: ids decide their order.
            try await fixture.bury((0..<30).map { "j\($0)" })
            let all = try await fixture.letters(DeadLetterFilter())
            for type in [nil, "input.corrupt"] {
                var filter = DeadLetterFilter()
                filter.errorType = type
                let first = try await fixture.queue.deadLetters(filter, limit: 10, after: nil)
                let ids = first.records.compactMap { $0["id"]?.stringValue }
                _ = try await fixture.queue.deleteDeadLetters(ids: Array(ids.suffix(2)))
                let rest = try await fixture.queue.deadLetters(filter, limit: 100, after: first.next)
                let seen = ids + rest.records.compactMap { $0["id"]?.stringValue }
                #expect(seen.count == Set(seen).count)
                #expect(Set(seen) == (type == nil ? Set(all) : Set(all).subtracting(all[8..<10])))
            }
        }
    }

    @Test(arguments: DriverKind.allCases)
    func groupsComeLargestFirstAndPageByPage(_ kind: DriverKind) async throws {
        try await Fixture.with(kind) { fixture in
            for (count, stage) in [(3, "model"), (5, "fetch"), (3, "parse"), (1, "validate")] {
                try await fixture.bury((0..<count).map { "\(stage)\($0)" }) { id, job in
                    Fixture.letter(id, job: job, stage: stage, message: "page \(job)1 of 4")
                }
                try await fixture.advance(.seconds(10))
            }
            var groups: [DeadLetterGroup] = []
            repeat {
                let page = try await fixture.queue.deadLetterGroups(by: .fingerprint, limit: 1, after: groups.last)
                guard !page.isEmpty else { break }
                groups += page
            } while groups.count < 10
            #expect(groups.map(\.count) == [5, 3, 3, 1])
            #expect(groups.map { $0.latest["stage"]?.stringValue }.first == "fetch")
            #expect(groups[0].name == "input.corrupt/fetch/page N of N")
            #expect(groups.allSatisfy { $0.firstDiedAt <= $0.lastDiedAt })
            let classes = try await fixture.queue.deadLetterGroups(by: .errorType, limit: 100, after: nil)
            #expect(classes.map(\.name) == ["input.corrupt"] && classes.map(\.count) == [12])
            #expect(classes[0].lastDiedAt.since(classes[0].firstDiedAt) >= .seconds(29))
        }
    }
}
