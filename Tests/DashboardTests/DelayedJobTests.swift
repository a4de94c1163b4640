// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import HTTPTypes
import JSON
import JobQueue
import RedisJobQueue
import TestSupport
import Testing

/// Jobs that wait, are put off, and are wanted now.
@Suite(.enabled(if: RedisServer.isInstalled, "needs redis-server"))
struct DelayedJobTests {
    private static let json: HTTPFields = [.contentType: "application/json"]

    private func with(_ body: @Sendable @escaping (DashboardFixture) async throws -> Void) async throws {
        try await DashboardFixture.with { fixture in
            try await fixture.queue.enqueue([Array(#"{"id":"later","options":{"not_before_ms":4102444800000}}"#.utf8)])
            let delivery = try #require(
                try await fixture.queue.claim(upTo: 1, worker: "a", lease: .seconds(30)).deliveries.first
            )
            let later = Settlement.later(bytes: delivery.bytes, delay: .seconds(3600))
            _ = try await fixture.queue.settle(delivery.number, worker: "a", as: later)
            try await fixture.queue.enqueue([Array(#"{"id":"first"}"#.utf8)])
            try await body(fixture)
        }
    }

    private func claimed(_ fixture: DashboardFixture) async throws -> [String] {
        try await fixture.queue.claim(upTo: 10, worker: "a", lease: .seconds(30)).deliveries.map {
            try JSONValue(parsing: $0.bytes)["id"]?.stringValue ?? ""
        }
    }

    @Test func theJobsPageHasOneRunNow() async throws {
        try await with { fixture in
            #expect(!(try await fixture.browser.get("/job?id=first").text.contains("Run now")))
            let page = "/job?id=later"
            #expect(try await fixture.browser.get(page).text.contains("Run now"))
            let answer = try await fixture.browser.submit("/job/run", ["id": "later"], from: page)
            #expect(answer.headers[.location] == "/job?id=later&done=due")
            #expect(try await claimed(fixture) == ["later", "first"])
            let again = try await fixture.browser.submit("/job/run", ["id": "later"], from: "/")
            #expect(again.headers[.location] == "/job?id=later&done=not-delayed")
        }
    }

    @Test func theAPIListsJobsAndHasThemRunNow() async throws {
        try await with { fixture in
            func ids(_ query: String) async throws -> [String?] {
                let answer = try await fixture.browser.get("/api/v1/jobs\(query)")
                return try JSONValue(parsing: answer.body)["jobs"]?.arrayValue?.map { $0["id"]?.stringValue } ?? []
            }
            #expect(try await ids("") == ["first"])
            #expect(try await ids("?state=delayed") == ["later"])
            #expect(try await ids("?state=running").isEmpty)
            #expect(try await ids("?offset=1").isEmpty)
            for query in ["?state=dead", "?limit=0", "?limit=1001", "?offset=-1"] {
                #expect(try await fixture.browser.get("/api/v1/jobs\(query)").status == .badRequest, "\(query)")
            }
            let body = Array(#"{"ids":["first","later"]}"#.utf8)
            let answer = try await fixture.browser.send(.post, "/api/v1/jobs/run", Self.json, body: body)
            #expect(try JSONValue(parsing: answer.body) == ["due": ["later"]])
            #expect(try await claimed(fixture) == ["later", "first"])
            let none = try await fixture.browser.send(.post, "/api/v1/jobs/run", Self.json, body: Array("{}".utf8))
            #expect(none.status == .unprocessableContent)
        }
    }
}
