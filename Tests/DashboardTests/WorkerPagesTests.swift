// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import HTTPTypes
import JSON
import JobQueue
import RedisJobQueue
import TestSupport
import Testing

/// What workers tell of themselves and of what they run.
@Suite(.enabled(if: RedisServer.isInstalled, "needs redis-server"))
struct WorkerPagesTests {
    private static let statuses: [String: JSONValue] = [
        "w-new": [
            "version": "9.8.7", "concurrency": 4,
            "running": [
                ["job_id": "job-1", "stage": "model", "for_ms": 1500, "attempt": 3],
                ["job_id": .null, "stage": "start", "for_ms": 1, "attempt": .null],
            ],
        ],
        "w-old": ["concurrency": 1, "running": [["job_id": "job-2", "stage": "fetch", "for_ms": 1]]],
        "w-odd": ["version": "<b>&", "running": [["job_id": "job-3", "attempt": "<i>"]]],
    ]

    private func with(_ body: @Sendable @escaping (Browser) async throws -> Void) async throws {
        try await DashboardFixture.with { fixture in
            for (worker, status) in Self.statuses {
                let status = status.serialized()
                _ = try await fixture.queue.beat(worker: worker, status: status, deliveries: [], lease: .seconds(30))
            }
            try await body(fixture.browser)
        }
    }

    /// The cells under one heading, by what stands in the row's first cell.
    private static func cells(_ label: String, in page: String) -> [String: String] {
        var cells: [String: String] = [:]
        for row in page.split(separator: "<tr>").dropFirst() {
            guard let start = row.firstRange(of: "data-label=\"\(label)\""),
                let open = row[start.upperBound...].firstIndex(of: ">"),
                let end = row[open...].firstRange(of: "</td>")
            else { continue }
            let name = ["job-1", "job-2", "job-3", "not read yet", "w-new", "w-old", "w-odd"].first {
                row.prefix { $0 != "\n" }.contains(">\($0)<")
            }
            cells[name ?? "?"] = String(row[row.index(after: open)..<end.lowerBound])
        }
        return cells
    }

    @Test func jobsTellWhichAttemptTheyAre() async throws {
        try await with { browser in
            let page = try await browser.get("/jobs").text
            let attempts = Self.cells("Attempt", in: page)
            #expect(attempts == ["job-1": "3", "not read yet": "", "job-2": "", "job-3": ""])
            #expect(!page.contains("<i>"))
        }
    }

    @Test func workersTellTheirVersion() async throws {
        try await with { browser in
            let versions = Self.cells("Version", in: try await browser.get("/workers").text)
            #expect(versions == ["w-new": "9.8.7", "w-old": "–", "w-odd": "&lt;b&gt;&amp;"])
        }
    }

    @Test func oneIsToldToTakeNoMoreJobsAndToTakeThemAgain() async throws {
        try await with { browser in
            func state(of worker: String) async throws -> String? {
                Self.cells("State", in: try await browser.get("/workers").text)[worker]
            }
            func tell(_ worker: String, quiet: Bool) async throws -> String? {
                let fields = ["worker": worker, "quiet": "\(quiet)"]
                return try await browser.submit("/workers/quiet", fields, from: "/workers").headers[.location]
            }
            #expect(try await tell("w-new", quiet: true) == "/workers?done=quieted")
            #expect(try await state(of: "w-new")?.contains("told to be quiet") == true)
            #expect(try await state(of: "w-old")?.contains("at work") == true)
            #expect(try await tell("w-new", quiet: false) == "/workers?done=woken")
            #expect(try await state(of: "w-new")?.contains("at work") == true)
            #expect(try await tell("w-none", quiet: true) == "/workers?done=no-worker")

            let wish = Array(#"{"id":"w-old","quiet":true}"#.utf8)
            let json: HTTPFields = [.contentType: "application/json"]
            let told = try await browser.send(.put, "/api/v1/workers/quiet", json, body: wish)
            #expect(try JSONValue(parsing: told.body) == ["id": "w-old", "quieted": true])
            #expect(try await state(of: "w-old")?.contains("told to be quiet") == true)
            let nobody = Array(#"{"id":"w-none","quiet":true}"#.utf8)
            #expect(try await browser.send(.put, "/api/v1/workers/quiet", json, body: nobody).status == .notFound)
        }
    }

    @Test func programsAreToldBoth() async throws {
        try await with { browser in
            let answer = try JSONValue(parsing: try await browser.get("/api/v1/workers").body)
            let workers = try #require(answer["workers"]?.arrayValue)
            let new = try #require(workers.first { $0["id"] == "w-new" }?["status"])
            #expect(new["version"] == "9.8.7" && new["running"]?[0]?["attempt"] == 3)
            #expect(new["running"]?[1]?["attempt"]?.isNull == true)
            #expect(workers.first { $0["id"] == "w-old" }?["status"]?["version"] == nil)
        }
    }
}
