// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import HTTPTypes
import JSON
import JobQueue
import RedisJobQueue
import TestSupport
import Testing

@testable import Dashboard

/// The API: who may use it, and that its description leaves nothing out.
@Suite(.enabled(if: RedisServer.isInstalled, "needs redis-server"))
struct APITests {
    private static let json: HTTPFields = [.contentType: "application/json"]

    @Test func everyOperationIsDescribedAndEveryDescriptionIsTrue() async throws {
        try await DashboardFixture.with { fixture in
            let answer = try await fixture.browser.get("/api/v1/openapi.json")
            let paths = try JSONValue(parsing: answer.body)["paths"]?.objectValue ?? [:]
            let described = paths.flatMap { path, item in
                (item.objectValue ?? [:]).keys.filter { $0 != "parameters" }.map { "\($0.uppercased()) \(path)" }
            }
            let sources = DashboardSources(
                queue: fixture.queue,
                queueName: "",
                results: QueueResults(queue: fixture.queue)
            )
            let site = Site(configuration: DashboardConfiguration(), sources: sources, logger: DashboardFixture.logger)
            let offered = site.apiRoutes.map { "\($0.method.rawValue) \($0.path)" }
            #expect(Set(described) == Set(offered))
            #expect(offered.count == Set(offered).count)
        }
    }

    @Test func strangersGetNothingAndAreToldSoInJSON() async throws {
        try await DashboardFixture.with(.guarded) { fixture in
            for path in ["/api/v1/queue", "/api/v1/dead", "/api/v1/openapi.json", "/api/v1/nothing"] {
                let answer = try await fixture.browser.get(path)
                #expect(answer.status == .unauthorized, "\(path)")
                #expect(answer.headers[.contentType] == "application/problem+json", "\(path)")
                #expect(answer.headers[.wwwAuthenticate]?.hasPrefix("Bearer") == true, "\(path)")
            }
        }
    }

    @Test func aCookieReadsAndABearerTokenChanges() async throws {
        try await DashboardFixture.with(.guarded) { fixture in
            try await fixture.queue.bury([Letter.make(1)])
            var browser = try await fixture.loggedIn()
            #expect(try await browser.get("/api/v1/dead/dl-1").status == .ok)
            let path = "/api/v1/dead/dl-1/retry"
            #expect(try await browser.send(.post, path, Self.json, body: Array("{}".utf8)).status == .forbidden)
            #expect(try await browser.send(.delete, "/api/v1/dead/dl-1", body: nil).status == .forbidden)
            browser.cookie = nil
            browser.headers[.authorization] = "Bearer \(DashboardFixture.token)"
            #expect(try await browser.send(.post, path, body: Array("{}".utf8)).status == .unsupportedMediaType)
            #expect(try await fixture.queue.deadLetterCount() == 1)
            #expect(try await browser.send(.post, path, Self.json, body: Array("{}".utf8)).status == .ok)
            #expect(try await fixture.queue.deadLetterCount() == 0)
        }
    }

    @Test func aFormOfAnotherSiteChangesNothingOnThisMachine() async throws {
        try await DashboardFixture.with { fixture in
            try await fixture.queue.bury([Letter.make(1)])
            let types = ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]
            for type in types {
                let answer = try await fixture.browser.send(
                    .post,
                    "/api/v1/dead/dl-1/retry",
                    [.contentType: type],
                    body: Array("{}".utf8)
                )
                #expect(answer.status == .unsupportedMediaType)
            }
            #expect(try await fixture.queue.deadLetterCount() == 1)
        }
    }

    @Test func aReadOnlyDashboardRefusesProgramsToo() async throws {
        try await DashboardFixture.with(.init().with(\.isReadOnly, true)) { fixture in
            try await fixture.queue.bury([Letter.make(1)])
            #expect(try await fixture.browser.send(.delete, "/api/v1/dead/dl-1", body: nil).status == .forbidden)
            let mode = Array("{\"mode\": \"paused\"}".utf8)
            #expect(
                try await fixture.browser.send(.put, "/api/v1/queue/mode", Self.json, body: mode).status == .forbidden
            )
            #expect(try await fixture.queue.deadLetterCount() == 1)
            #expect(try await fixture.queue.mode() == .open)
        }
    }

    @Test func lettersAreMaskedWhateverWasEditedBefore() async throws {
        try await DashboardFixture.with { fixture in
            var letter = Letter.make(1)
            letter.record["original"] = .string("{\"payload\":\"https://h/p?X-Signature=very-secret\"}")
            try await fixture.queue.bury([letter])
            for path in ["/api/v1/dead/dl-1", "/api/v1/dead", "/api/v1/dead/groups", "/dead/dl-1"] {
                #expect(try await !fixture.browser.get(path).text.contains("very-secret"), "\(path)")
            }
        }
    }

    @Test func resultsComeWithoutWhatWasReadUnlessItIsShown() async throws {
        let result: JSONValue = [
            "job_id": "job-1", "status": "needs_review", "reports": [["form_info": ["province": "Phrae"]]],
            "validation": [
                "checks_passed": 1, "checks_total": 2, "disagreeing_fields": ["reports[0].vote_results[0].vote_count"],
                "checks": [["name": "sum", "passed": false, "detail": "votes make 4711"]],
            ],
        ]
        for shows in [false, true] {
            try await DashboardFixture.with(
                .init().with(\.showsContent, shows),
                results: FixedResults(results: [result.serialized()])
            ) { fixture in
                for path in ["/api/v1/results", "/api/v1/job?id=job-1", "/job?id=job-1"] {
                    let text = try await fixture.browser.get(path).text
                    #expect(text.contains("disagreeing") || text.contains("disagree"), "\(path)")
                    #expect(text.contains("Phrae") == shows, "\(path)")
                    #expect(text.contains("4711") == shows, "\(path)")
                }
            }
        }
    }
}

/// Results that are always there.
private struct FixedResults: ResultReader {
    let results: [[UInt8]]

    func latestResults(offset: Int, limit: Int) async throws(JobQueueError) -> [[UInt8]] {
        Array(results.dropFirst(offset).prefix(limit))
    }

    func latestResult(jobID: String, among limit: Int) async throws(JobQueueError) -> [UInt8]? { results.first }
}
