// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import Dashboard
import HTTPTypes
import JSON
import JobQueue
import RedisJobQueue
import TestSupport
import Testing

/// The figures of the first page.
@Suite(.enabled(if: RedisServer.isInstalled, "needs redis-server"))
struct OverviewTests {
    /// What a worker tells that has done so many runs of two seconds.
    private static func status(runs: Int) -> [UInt8] {
        var times = RunTimes()
        times.add(.seconds(2))
        let told = (times.json.arrayValue ?? []).dropLast() + [.integer(Int64(runs))]
        return JSONValue.object(["run_times": .array(Array(told))]).serialized()
    }

    @Test func timesOfRunsAreThoseSinceItWatches() async throws {
        try await DashboardFixture.with { fixture in
            let beat = { (runs: Int) in
                let status = Self.status(runs: runs)
                _ = try await fixture.queue.beat(worker: "w", status: status, deliveries: [], lease: .seconds(30))
            }
            let times = {
                try JSONValue(parsing: try await fixture.browser.get("/api/v1/queue").body)["run_seconds"]
            }
            // A worker that was there before: what it has done by then nobody knows the times of.
            var runs = 1_000_000
            var told = try await times()
            while told?["runs"]?.intValue ?? 0 < 20 {
                try await beat(runs)
                runs += 10
                told = try await times()
            }
            #expect(try #require(told?["runs"]?.intValue) < 1_000_000)
            let median = try #require(told?["p50"]?.doubleValue)
            #expect((1.4...2.9).contains(median))
            #expect(try await fixture.browser.get("/").text.contains("≈ "))
        }
    }

    @Test func whatTodayHasCostIsToldWhereItIsKnown() async throws {
        let spent: @Sendable () async throws -> Double = { 12.3456 }
        try await DashboardFixture.with(spentToday: spent) { fixture in
            #expect(try await fixture.browser.get("/").text.contains("$12.35"))
            let queue = try JSONValue(parsing: try await fixture.browser.get("/api/v1/queue").body)
            #expect(queue["spent_today_usd"]?.doubleValue == 12.3456)
        }
        try await DashboardFixture.with { fixture in
            let text = try await fixture.browser.get("/").text
            #expect(!text.contains("Spent today"))
        }
    }

    @Test func itShowsTheRestWhereCostsCannotBeAsked() async throws {
        let unknown: @Sendable () async throws -> Double = { throw TestSupportError("no") }
        try await DashboardFixture.with(spentToday: unknown) { fixture in
            let page = try await fixture.browser.get("/")
            #expect(page.status == .ok && page.text.contains("Spent today"))
        }
    }
}
