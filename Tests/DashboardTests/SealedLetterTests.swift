// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import Dashboard
import JSON
import JobQueue
import RedisJobQueue
import TestSupport
import Testing

/// Dead letters whose jobs lie sealed in the queue.
@Suite(.enabled(if: RedisServer.isInstalled, "needs redis-server"))
struct SealedLetterTests {
    /// Hides nothing, but binds a value to its job as a real one does.
    private struct OpenSeal: JobSeal {
        func seal(_ value: JSONValue, as part: SealedPart, of jobID: String) throws(SealError) -> JSONValue {
            [
                "alg": "none", "kid": "k1", "of": .string("\(part)/\(jobID)"),
                "value": .string(String(value.text.reversed())),
            ]
        }

        func open(_ sealed: JSONValue, as part: SealedPart, of jobID: String) throws(SealError) -> JSONValue {
            guard sealed["of"]?.stringValue == "\(part)/\(jobID)", let text = sealed["value"]?.stringValue,
                let value = try? JSONValue(parsing: String(text.reversed()))
            else { throw SealError(.broken, "it was changed") }
            return value
        }
    }

    private struct OneResult: ResultReader {
        let bytes: [UInt8]

        func latestResults(offset: Int, limit: Int) async throws(JobQueueError) -> [[UInt8]] { [bytes] }

        func latestResult(jobID: String, among limit: Int) async throws(JobQueueError) -> [UInt8]? { bytes }
    }

    private static func letter(sealedFor id: String = "job-1") throws -> BuriedJob {
        let payload: JSONValue = ["files": [["name": "p1", "uri": "file:/pages/p1.jpg"]]]
        return Letter.make(1, payload: ["sealed": try OpenSeal().seal(payload, as: .payload, of: id)])
    }

    @Test func withoutTheKeyThePageSaysSo() async throws {
        try await DashboardFixture.with { fixture in
            try await fixture.queue.bury([try Self.letter()])
            let page = try await fixture.browser.get("/dead/dl-1").text
            #expect(page.contains("sealed with the key k1; this dashboard has none"))
            #expect(!page.contains("/pages/p1.jpg"))
        }
    }

    @Test func whatIsAnotherJobsStaysShut() async throws {
        try await DashboardFixture.with(seal: OpenSeal()) { fixture in
            try await fixture.queue.bury([try Self.letter(sealedFor: "job-2")])
            let page = try await fixture.browser.get("/dead/dl-1").text
            #expect(page.contains("stays sealed: it was changed") && !page.contains("/pages/p1.jpg"))
        }
    }

    @Test(arguments: [nil, "Somebody has changed the result: its status."])
    func aResultThatStaysSealedSaysWhy(_ warning: String?) async throws {
        var result: JSONObject = ["version": 1, "job_id": "job-1", "status": "succeeded"]
        result["sealed"] = ["alg": "A256GCM", "kid": "k1", "nonce": "", "ciphertext": ""]
        result["warning"] = warning.map { .string($0) }
        try await DashboardFixture.with(results: OneResult(bytes: JSONValue.object(result).serialized())) { fixture in
            let page = try await fixture.browser.get("/job?id=job-1").text
            #expect(page.contains("with the key k1, which is not at hand here") == (warning == nil))
            #expect(page.contains("Somebody has changed the result") == (warning != nil))
        }
    }

    @Test func withTheKeyItIsShownAndSealedAgainWhenItWasEdited() async throws {
        try await DashboardFixture.with(seal: OpenSeal()) { fixture in
            try await fixture.queue.bury([try Self.letter()])
            #expect(try await fixture.browser.get("/dead/dl-1").text.contains("file:/pages/p1.jpg"))
            let page = try await fixture.browser.get("/dead/dl-1/edit").text
            let job = #"{"id":"job-1","payload":{"files":[{"name":"p1","uri":"file:/pages/p2.jpg"}]}}"#
            let answer = try await fixture.browser.submit(
                "/dead/dl-1/edit",
                ["job": job, "version": page.hidden("version"), "retry": "yes"]
            )
            #expect(answer.location == "/job?id=job-1&done=edited-retried")
            let sent = try #require(try await fixture.queue.line().first)
            let payload = try #require(sent["payload"])
            #expect(SealedForm.isSealed(payload: payload) && !sent.text.contains("p2.jpg"))
            let opened = try SealedForm.opened(job: sent.serialized(), with: OpenSeal())
            #expect(String(decoding: opened, as: UTF8.self).contains("file:/pages/p2.jpg"))
        }
    }
}
