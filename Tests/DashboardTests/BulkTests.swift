// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import Dashboard
import HTTPTypes
import JSON
import JobQueue
import RedisJobQueue
import TestSupport
import Testing

/// What is done to many letters at once.
@Suite(.enabled(if: RedisServer.isInstalled, "needs redis-server"))
struct BulkTests {
    @Test func lettersAreCountedThenExactlyTheseAreSentBack() async throws {
        try await DashboardFixture.with { fixture in
            let others = (201...205).map { Letter.make($0, errorType: "input.corrupt") }
            try await fixture.queue.bury((1...150).map { Letter.make($0) } + others)
            let begun = try await fixture.browser.submit("/bulk", ["kind": "count", "class": "llm.server"])
            let page = try await fixture.finished(begun)
            #expect(page.contains("Send these 150 back"))
            #expect(try await fixture.queue.deadLetterCount() == 155)
            // One that dies after the count is not among them.
            try await fixture.queue.bury([Letter.make(999_999_999)])
            let until = page.hidden("until")
            let sent = try await fixture.browser.submit(
                "/bulk",
                ["kind": "retry", "class": "llm.server", "until": until]
            )
            #expect(try await fixture.finished(sent).contains("150"))
            #expect(try await fixture.queue.deadLetterCount() == 6)
            #expect(try await fixture.queue.statistics().waiting == 150)
        }
    }

    @Test func lettersAreDeletedByWhoSaysThatTheyShallGo() async throws {
        try await DashboardFixture.with { fixture in
            try await fixture.queue.bury((1...3).map { Letter.make($0) })
            #expect(try await fixture.browser.submit("/bulk", ["kind": "delete"]).status == .unprocessableContent)
            let begun = try await fixture.browser.submit("/bulk", ["kind": "delete", "confirm": "yes"])
            _ = try await fixture.finished(begun)
            #expect(try await fixture.queue.deadLetterCount() == 0)
        }
    }

    @Test func whatGoesSlowlyCanBeStoppedAndThereAreOnlySoMany() async throws {
        try await DashboardFixture.with { fixture in
            try await fixture.queue.bury((1...5).map { Letter.make($0) })
            let slow = ["kind": "retry", "rate": "0.001"]
            let first = try #require(try await fixture.browser.submit("/bulk", slow).location)
            _ = try await fixture.browser.submit("/bulk", slow)
            #expect(try await fixture.browser.submit("/bulk", slow).status == .conflict)
            let stopped = try await fixture.browser.submit("\(first)/stop")
            #expect(try await fixture.finished(stopped).contains("stopped"))
            #expect(try await fixture.browser.get("/bulk/nothing").status == .notFound)
            #expect(
                try await fixture.browser.submit("/bulk", ["kind": "retry", "rate": "-1"]).status
                    == .unprocessableContent
            )
            #expect(try await fixture.browser.submit("/bulk", ["kind": "dance"]).status == .unprocessableContent)
        }
    }
}

extension DashboardFixture {
    /// The page of a change that was begun, once it has ended.
    fileprivate func finished(_ begun: HTTPTransportResponse) async throws -> String {
        let path = try #require(begun.location)
        while true {
            let text = try await browser.get(path).text
            if !text.contains(">running</span>") { return text }
        }
    }
}
