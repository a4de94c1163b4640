// SPDX-License-Identifier: Apache-2.0

import ModelClient
import TestSupport
import Testing

@testable import RedisModelGates

/// What every store of what calls cost must do.
@Suite("Stores of what calls cost", .enabled(if: RedisServer.isInstalled, "needs redis-server"))
struct SpendConformanceTests {
    typealias Kind = GateFixture.Kind

    @Test("Money set aside counts until the call is charged", arguments: Kind.allCases)
    func reserved(_ kind: Kind) async throws {
        try await SpendFixture.with(kind) { spend in
            let first = try #require(try await spend.taking(SpendFixture.ticket(60, day: 100)))
            #expect(first.day == spend.today)
            let held = try await spend.store.reserve(SpendFixture.ticket(60, day: 100))
            #expect(held == .exceeded(.day, left: .cents(100), wait: .seconds(30)))
            #expect(try await spend.sums() == [0, 60, 0])
            await spend.charge(10, first)
            #expect(try await spend.sums() == [10, 0, 0])
            let second = try #require(try await spend.taking(SpendFixture.ticket(90, day: 100)), "to the last cent")
            await spend.store.charge(second, .nothing)
            #expect(try await spend.sums() == [10, 0, 0], "a call that was not made costs nothing")
        }
    }

    @Test("Who has spent the day waits for the next", arguments: Kind.allCases)
    func nextDay(_ kind: Kind) async throws {
        try await SpendFixture.with(kind) { spend in
            let first = try #require(try await spend.taking(SpendFixture.ticket(60, day: 100)))
            await spend.charge(95, first)
            let refused = try await spend.store.reserve(SpendFixture.ticket(6, day: 100))
            guard case .exceeded(.day, left: .cents(5), let wait?) = refused else {
                Issue.record("\(refused)")
                return
            }
            #expect(abs((wait - spend.untilTomorrow) / .seconds(1)) < 0.001)
            let yesterday = spend.today
            spend.advance(wait)
            let next = try #require(try await spend.taking(SpendFixture.ticket(6, day: 100)))
            #expect(next.day?.number == yesterday.number + 1)
            await spend.charge(1, next)
            #expect(try await spend.store.days(7).map(\.spent) == [.cents(1), .cents(95)], "the latest day first")
            #expect(try await spend.store.days(1).count == 1)
        }
    }

    @Test("What is more than a whole day's budget never fits", arguments: Kind.allCases)
    func never(_ kind: Kind) async throws {
        try await SpendFixture.with(kind) { spend in
            let refused = try await spend.store.reserve(SpendFixture.ticket(101, day: 100))
            #expect(refused == .exceeded(.day, left: .cents(100), wait: nil))
            #expect(try await spend.sums().allSatisfy { $0 == 0 })
        }
    }

    @Test("What costs nothing fits into overdrawn budgets", arguments: Kind.allCases)
    func free(_ kind: Kind) async throws {
        try await SpendFixture.with(kind) { spend in
            let budget = JobBudget(job: "j", limit: .cents(50))
            let dear = try #require(try await spend.taking(SpendFixture.ticket(10, day: 100, job: budget)))
            await spend.charge(120, dear)
            #expect(try await spend.taking(SpendFixture.ticket(1, day: 100)) == nil)
            #expect(try await spend.taking(SpendFixture.ticket(1, job: budget)) == nil)
            let free = try #require(try await spend.taking(SpendFixture.ticket(0, day: 100, job: budget)))
            #expect(try await spend.sums() == [120, 0, 0])
            await spend.charge(0, free)
            #expect(try await spend.sums() == [120, 0, 0])
        }
    }

    @Test("A job's budget is for all of its runs, and for it alone", arguments: Kind.allCases)
    func job(_ kind: Kind) async throws {
        try await SpendFixture.with(kind) { spend in
            let budget = JobBudget(job: "queue/ä {job}", limit: .cents(10))
            let first = try #require(try await spend.taking(SpendFixture.ticket(6, job: budget)))
            let atOnce = try await spend.store.reserve(SpendFixture.ticket(6, job: budget))
            #expect(atOnce == .exceeded(.job, left: .cents(10), wait: .seconds(30)))
            await spend.charge(5, first)
            spend.advance(spend.untilTomorrow)
            let later = try await spend.store.reserve(SpendFixture.ticket(6, job: budget))
            #expect(later == .exceeded(.job, left: .cents(5), wait: nil), "a new day is no new budget of the job")
            #expect(try await spend.taking(SpendFixture.ticket(5, job: budget)) != nil)
            let other = JobBudget(job: "queue/other", limit: .cents(10))
            #expect(try await spend.taking(SpendFixture.ticket(6, job: other)) != nil)
        }
    }

    @Test("What both budgets allow is taken from both, what one refuses from none", arguments: Kind.allCases)
    func both(_ kind: Kind) async throws {
        try await SpendFixture.with(kind) { spend in
            let budget = JobBudget(job: "j", limit: .cents(50))
            #expect(try await spend.taking(SpendFixture.ticket(30, day: 20, job: budget)) == nil)
            #expect(try await spend.taking(SpendFixture.ticket(60, day: 100, job: budget)) == nil)
            let ticket = try #require(try await spend.taking(SpendFixture.ticket(50, day: 100, job: budget)))
            #expect(try await spend.sums() == [0, 50, 0])
            await spend.charge(50, ticket)
            #expect(try await spend.taking(SpendFixture.ticket(1, day: 100, job: budget)) == nil)
        }
    }

    @Test("A charge that is told twice counts once", arguments: Kind.allCases)
    func chargedAgain(_ kind: Kind) async throws {
        try await SpendFixture.with(kind) { spend in
            let budget = JobBudget(job: "j", limit: .cents(50))
            let ticket = try #require(try await spend.taking(SpendFixture.ticket(20, day: 100, job: budget)))
            let other = try #require(try await spend.taking(SpendFixture.ticket(5, day: 100, job: budget)))
            for _ in 0..<3 { await spend.charge(10, ticket) }
            #expect(try await spend.sums() == [10, 5, 0])
            await spend.charge(5, other)
            #expect(try await spend.taking(SpendFixture.ticket(36, job: budget)) == nil)
            spend.advance(.seconds(20 * 60))
            #expect(try await spend.taking(SpendFixture.ticket(35, day: 100, job: budget)) != nil)
            #expect(try await spend.sums() == [15, 35, 0])
            #expect(try await spend.store.days(1).first?.calls == 2)
        }
    }

    @Test("Whoever is cancelled while money is set aside knows whether it was", arguments: Kind.allCases)
    func cancelled(_ kind: Kind) async throws {
        try await SpendFixture.with(kind) { spend in
            let taken = try await Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return try await spend.taking(SpendFixture.ticket(60, day: 100))
            }.value
            let ticket = try #require(taken)
            #expect(try await spend.sums() == [0, 60, 0])
            await spend.store.charge(ticket, .nothing)
            #expect(try await spend.sums() == [0, 0, 0])
        }
    }

    @Test("A call whose end nobody tells is let go when its time is over", arguments: Kind.allCases)
    func lost(_ kind: Kind) async throws {
        try await SpendFixture.with(kind) { spend in
            let budget = JobBudget(job: "j", limit: .cents(60))
            let lost = try #require(try await spend.taking(SpendFixture.ticket(60, day: 100, job: budget)))
            spend.advance(.seconds(119))
            #expect(try await spend.taking(SpendFixture.ticket(60, day: 100, job: budget)) == nil)
            spend.advance(.seconds(2))
            let next = try #require(try await spend.taking(SpendFixture.ticket(60, day: 100, job: budget)))
            #expect(try await spend.sums() == [0, 60, 60], "it is shown")
            await spend.charge(20, lost)
            #expect(try await spend.sums() == [20, 60, 0], "its end was told late")
            await spend.charge(20, next)
            #expect(try await spend.sums() == [40, 0, 0])
        }
    }

    @Test("A day's calls are shown by model, also those that no budget is for", arguments: Kind.allCases)
    func models(_ kind: Kind) async throws {
        try await SpendFixture.with(kind) { spend in
            for cents: Int64 in [1, 2] { await spend.charge(cents, SpendFixture.ticket(0), model: "p/dear") }
            await spend.charge(1, SpendFixture.ticket(0), model: "p/b")
            await spend.charge(1, SpendFixture.ticket(0), model: "p/a")
            await spend.store.charge(SpendFixture.ticket(0), SpendCharge(model: "p/own", cost: nil))
            await spend.store.charge(SpendFixture.ticket(0), .nothing)
            let day = try #require(try await spend.store.days(1).first)
            #expect(day.day == spend.today && day.spent == .cents(5) && day.calls == 5 && day.unpricedCalls == 1)
            #expect(day.models.map(\.name) == ["p/dear", "p/a", "p/b", "p/own"])
            #expect(day.models.first == .init(name: "p/dear", calls: 2, cost: .cents(3)))
        }
    }

    @Test("A call that ends after midnight is the cost of the day it began in", arguments: Kind.allCases)
    func midnight(_ kind: Kind) async throws {
        try await SpendFixture.with(kind) { spend in
            let ticket = try #require(try await spend.taking(SpendFixture.ticket(60, day: 100)))
            spend.advance(spend.untilTomorrow)
            await spend.charge(7, ticket)
            let days = try await spend.store.days(2)
            #expect(days.map(\.spent) == [.cents(7)] && days.first?.day == ticket.day)
        }
    }

    @Test("Calls that come at once do not exceed the budget together", arguments: Kind.allCases)
    func atOnce(_ kind: Kind) async throws {
        try await SpendFixture.with(kind) { spend in
            let taken = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<50 {
                    group.addTask { try await spend.taking(SpendFixture.ticket(10, day: 100)) != nil }
                }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(taken == 10)
            #expect(try await spend.sums() == [0, 100, 0])
        }
    }

    @Test("Names of models, which come from jobs, are bounded", arguments: Kind.allCases)
    func names(_ kind: Kind) async throws {
        try await SpendFixture.with(kind) { spend in
            for number in 0..<520 { await spend.charge(1, SpendFixture.ticket(0), model: "p/\(number)") }
            let day = try #require(try await spend.store.days(1).first)
            #expect(day.calls == 520 && day.models.count <= 501)
            #expect(day.models.first?.name == "other" && day.models.reduce(0) { $0 + $1.calls } == 520)
        }
    }
}
