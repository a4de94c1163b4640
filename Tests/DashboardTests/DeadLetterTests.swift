// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import Dashboard
import HTTPTypes
import JSON
import JobQueue
import RedisJobQueue
import TestSupport
import Testing

/// Finding dead letters, reading why, and sending them back.
@Suite(.enabled(if: RedisServer.isInstalled, "needs redis-server"))
struct DeadLetterTests {
    @Test func listsLettersPageByPageEachOnce() async throws {
        try await DashboardFixture.with { fixture in
            try await fixture.queue.bury((1...120).map { Letter.make($0) })
            var seen: [String] = []
            var path: String? = "/dead"
            while let current = path {
                let text = try await fixture.browser.get(current).text
                seen += text.links("/dead/dl-")
                path = text.next
            }
            #expect(seen == (1...120).reversed().map { "\($0)" })
        }
    }

    @Test func showsTheLettersThatFulfilTheConditions() async throws {
        try await DashboardFixture.with { fixture in
            try await fixture.queue.bury([
                Letter.make(1), Letter.make(2, errorType: "input.corrupt", message: "no picture"),
                Letter.make(3, record: ["tags": ["province": "Nan"]]),
            ])
            let found = { (query: String) in try await fixture.browser.get("/dead?\(query)").text.links("/dead/dl-") }
            #expect(try await found("class=input.corrupt") == ["2"])
            #expect(try await found("tag=province%3DNan") == ["3"])
            #expect(try await found("job=job-1") == ["1"])
            #expect(try await found("since=1h&stage=model&reason=attempts_exhausted") == ["3", "2", "1"])
            #expect(try await found("until=1h").isEmpty)
            #expect(try await fixture.browser.get("/dead?since=soon").status == .badRequest)
            #expect(try await fixture.browser.get("/dead?after=x").status == .badRequest)
        }
    }

    @Test func groupsLeadToTheirLetters() async throws {
        try await DashboardFixture.with { fixture in
            try await fixture.queue.bury([Letter.make(1), Letter.make(2), Letter.make(3, message: "HTTP 500 & <more>")])
            let text = try await fixture.browser.get("/dead").text
            let href = try #require(text.links("/dead?fingerprint=").first { $0.contains("503") })
            #expect(try await fixture.browser.get("/dead?fingerprint=\(href)").text.links("/dead/dl-") == ["2", "1"])
        }
    }

    @Test func aLetterSaysWhyAndHidesWhatSignsAddresses() async throws {
        try await DashboardFixture.with { fixture in
            let payload: JSONValue = [
                "files": [
                    ["uri": "https://u:pass@files.example.org/p1.jpg?X-Signature=very-secret"], ["data": "aGVsbG8="],
                ],
                "context": ["candidates": [["name": "Somchai"]]],
            ]
            try await fixture.queue.bury([Letter.make(1, payload: payload)])
            let text = try await fixture.browser.get("/dead/dl-1").text
            #expect(text.contains("HTTP 503 from gemini") && text.contains("attempts exhausted"))
            #expect(text.contains("files.example.org/p1.jpg"))
            for secret in ["very-secret", "u:pass", "aGVsbG8", "Somchai"] {
                #expect(!text.contains(secret), "\(secret)")
            }
        }
    }

    @Test func whoWantsToSeeContentsSeesThemButNoSignatures() async throws {
        try await DashboardFixture.with(.init().with(\.showsContent, true)) { fixture in
            let payload: JSONValue = ["files": ["https://a/p.jpg?sig=very-secret"], "context": ["name": "สมชาย"]]
            try await fixture.queue.bury([Letter.make(1, payload: payload)])
            let text = try await fixture.browser.get("/dead/dl-1").text
            #expect(text.contains("สมชาย"))
            #expect(!text.contains("very-secret"))
        }
    }

    @Test func aLetterIsSentBack() async throws {
        try await DashboardFixture.with { fixture in
            try await fixture.queue.bury([Letter.make(1)])
            let answer = try await fixture.browser.submit("/dead/dl-1/retry", from: "/dead/dl-1")
            #expect(answer.location == "/job?id=job-1&done=retried")
            #expect(try await fixture.queue.deadLetterCount() == 0)
            #expect(try await fixture.queue.line().map { $0["id"] } == ["job-1"])
            let page = try await fixture.browser.get("/job?id=job-1&done=retried").text
            #expect(page.contains("sent back into the line") && page.contains("next in line"))
            #expect(try await fixture.browser.get("/dead/dl-1").status == .notFound)
        }
    }

    @Test func aLetterIsDeletedByWhoSaysThatItShallGo() async throws {
        try await DashboardFixture.with { fixture in
            try await fixture.queue.bury([Letter.make(1)])
            #expect(try await fixture.browser.submit("/dead/dl-1/delete").status == .unprocessableContent)
            #expect(try await fixture.queue.deadLetterCount() == 1)
            let answer = try await fixture.browser.submit("/dead/dl-1/delete", ["confirm": "yes"])
            #expect(answer.location == "/dead?done=deleted")
            #expect(try await fixture.queue.deadLetterCount() == 0)
        }
    }

    @Test func anEditedJobGoesBackWithAllThatWasHidden() async throws {
        try await DashboardFixture.with { fixture in
            try await fixture.queue.bury([Letter.make(1)])
            let page = try await fixture.browser.get("/dead/dl-1/edit").text
            let shown = try #require(page.field("job"))
            #expect(shown.contains("⟦kept 1: signed⟧"))
            let edited = shown.replacing("\"files\"", with: "\"model\": \"other\", \"files\"")
            let answer = try await fixture.browser.submit(
                "/dead/dl-1/edit",
                ["job": edited, "version": page.hidden("version"), "retry": "yes"]
            )
            #expect(answer.location == "/job?id=job-1&done=edited-retried")
            let job = try #require(try await fixture.queue.line().first)
            #expect(job["payload"]?["model"] == "other")
            #expect(job["payload"]?["files"] == Letter.payload["files"])
        }
    }

    @Test(arguments: [
        ("{", "not JSON"), ("{\"payload\": 1}", "id"), ("{\"id\": \"other\"}", "must stay"),
        ("{\"id\": \"job-1\", \"payload\": \"⟦kept 7: changed⟧\"}", "stands for a text"),
        ("{\"id\": \"job-1\", \"payload\": \"bad\"}", "the payload is bad"),
    ])
    func aJobThatNoWorkerWouldReadIsNotSaved(text: String, complaint: String) async throws {
        try await DashboardFixture.with(complaint: "the payload is bad") { fixture in
            try await fixture.queue.bury([Letter.make(1)])
            let page = try await fixture.browser.get("/dead/dl-1/edit").text
            let answer = try await fixture.browser.submit(
                "/dead/dl-1/edit",
                ["job": text, "version": page.hidden("version"), "retry": "yes"]
            )
            #expect(answer.status == .unprocessableContent)
            #expect(answer.text.contains(complaint))
            #expect(answer.text.field("job") == text)
            #expect(try await fixture.queue.deadLetterCount() == 1)
        }
    }

    @Test func ofTwoWhoEditTheSecondIsTold() async throws {
        try await DashboardFixture.with { fixture in
            try await fixture.queue.bury([Letter.make(1)])
            let version = try await fixture.browser.get("/dead/dl-1/edit").text.hidden("version")
            let edit = { (model: String) in
                try await fixture.browser.submit(
                    "/dead/dl-1/edit",
                    ["job": "{\"id\": \"job-1\", \"payload\": {\"model\": \"\(model)\"}}", "version": version]
                )
            }
            #expect(try await edit("first").location == "/dead/dl-1?done=edited")
            #expect(try await edit("second").status == .conflict)
            let letter = try #require(try await fixture.queue.deadLetter(id: "dl-1"))
            #expect(try JSONValue(parsing: letter.bytes)["payload"]?["model"] == "first")
        }
    }
}

extension String {
    /// What follows `prefix` in the page's links.
    func links(_ prefix: String) -> [String] {
        var found: [String] = []
        var rest = self[...]
        while let range = rest.firstRange(of: "href=\"\(prefix)") {
            rest = rest[range.upperBound...]
            found.append(String(rest.prefix { $0 != "\"" }))
        }
        return found
    }

    /// Where the list goes on.
    var next: String? {
        guard let end = firstRange(of: "\" rel=\"next\"")?.lowerBound else { return nil }
        let text = self[..<end]
        return text.lastIndex(of: "\"").map { String(text[text.index(after: $0)...]).unescaped }
    }

    /// The text of an input area.
    func field(_ name: String) -> String? {
        guard let start = firstRange(of: "<textarea id=\"\(name)\""), let end = firstRange(of: "</textarea>"),
            let open = self[start.upperBound...].firstIndex(of: ">")
        else { return nil }
        // A page's first line break in an area is none.
        return String(self[index(after: open)..<end.lowerBound].dropFirst()).unescaped
    }

    /// The value of a hidden field.
    func hidden(_ name: String) -> String {
        guard let start = firstRange(of: "name=\"\(name)\" value=\"") else { return "" }
        return String(self[start.upperBound...].prefix { $0 != "\"" })
    }

    fileprivate var unescaped: String {
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")].reduce(self) {
            $0.replacing($1.0, with: $1.1)
        }
    }
}
