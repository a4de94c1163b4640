// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import Dashboard
import HTTPTypes
import JSON
import JobQueue
import RedisJobQueue
import TestSupport
import Testing

/// Results that ask a person to look at them.
@Suite(.enabled(if: RedisServer.isInstalled, "needs redis-server"))
struct ReviewTests {
    /// Results of jobs `job-0` onwards; every other one is to be reviewed.
    private static func results(_ count: Int) -> ManyResults {
        ManyResults(
            results: (0..<count).map { number in
                let status: JSONValue = number % 2 == 0 ? "needs_review" : "succeeded"
                return JSONValue.object(["job_id": .string("job-\(number)"), "status": status]).serialized()
            }
        )
    }

    @Test func whoHasLookedSaysSoAndTakesItBack() async throws {
        try await DashboardFixture.with(results: Self.results(2)) { fixture in
            let browser = fixture.browser
            let page = "/job?id=job-0"
            #expect(try await browser.get(page).text.contains("Mark as reviewed"))
            #expect(try await !browser.get("/job?id=job-1").text.contains("Mark as reviewed"))
            let done = try await browser.submit("/job/review", ["id": "job-0", "reviewed": "1"], from: page)
            #expect(done.status == .seeOther && done.location == "/job?id=job-0&done=reviewed")
            #expect(try await fixture.queue.reviews(ofJobs: ["job-0"]).count == 1)
            let text = try await browser.get(page).text
            #expect(text.contains(">reviewed<") && text.contains("Not reviewed after all"))
            #expect(try await browser.get("/results").text.contains(">reviewed<"))
            _ = try await browser.submit("/job/review", ["id": "job-0", "reviewed": "0"], from: page)
            #expect(try await fixture.queue.reviews(ofJobs: ["job-0"]).isEmpty)
            let nobody = try await browser.submit("/job/review", ["id": "", "reviewed": "1"], from: page)
            #expect(nobody.status == .unprocessableContent)
        }
    }

    @Test func whatIsLeftToReviewIsListedPageByPage() async throws {
        try await DashboardFixture.with(results: Self.results(300)) { fixture in
            try await fixture.queue.setReviewed(true, jobIDs: ["job-0", "job-200"])
            var seen: [String] = []
            var path: String? = "/results?show=review"
            while let current = path {
                let text = try await fixture.browser.get(current).text
                seen += text.links("/job?id=job-")
                path = text.next
            }
            #expect(seen == stride(from: 2, to: 300, by: 2).filter { $0 != 200 }.map { "\($0)" })
            let all = try await fixture.browser.get("/results").text
            #expect(all.links("/job?id=job-") == (0..<50).map { "\($0)" })
        }
    }

    @Test func programsReviewToo() async throws {
        try await DashboardFixture.with(results: Self.results(1)) { fixture in
            let put = { (body: String) in
                try await fixture.browser.send(
                    .put,
                    "/api/v1/reviews",
                    [.contentType: "application/json"],
                    body: Array(body.utf8)
                ).status
            }
            #expect(try await put(#"{"ids": ["job-0", "b"], "reviewed": true}"#) == .ok)
            let job = try JSONValue(parsing: try await fixture.browser.get("/api/v1/job?id=job-0").body)
            #expect(job["reviewed_at"]?.stringValue?.isEmpty == false)
            for wrong in [#"{"ids": [], "reviewed": true}"#, #"{"ids": ["a"]}"#, #"{"ids": [""], "reviewed": true}"#] {
                #expect(try await put(wrong) == .unprocessableContent, "\(wrong)")
            }
        }
    }

    @Test func whoOnlyReadsDoesNotReview() async throws {
        try await DashboardFixture.with(.init().with(\.isReadOnly, true), results: Self.results(1)) { fixture in
            #expect(try await !fixture.browser.get("/job?id=job-0").text.contains("Mark as reviewed"))
            let done = try await fixture.browser.post("/job/review", ["id": "job-0", "reviewed": "1"])
            #expect(done.status == .forbidden)
        }
    }
}

/// Results that lie there.
private struct ManyResults: ResultReader {
    let results: [[UInt8]]

    func latestResults(offset: Int, limit: Int) async throws(JobQueueError) -> [[UInt8]] {
        Array(results.dropFirst(offset).prefix(limit))
    }

    func latestResult(jobID: String, among limit: Int) async throws(JobQueueError) -> [UInt8]? {
        results.first { (try? JSONValue(parsing: $0))?["job_id"]?.stringValue == jobID }
    }
}
