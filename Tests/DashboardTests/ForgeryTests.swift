// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import Dashboard
import HTTPTypes
import JSON
import JobQueue
import RedisJobQueue
import TestSupport
import Testing

/// What other sites can make a browser do here: nothing.
@Suite(.enabled(if: RedisServer.isInstalled, "needs redis-server"))
struct ForgeryTests {
    static let changes = [
        "/logout", "/mode", "/workers/quiet", "/job/run", "/job/cancel", "/job/review", "/dead/dl-1/retry",
        "/dead/dl-1/edit",
        "/dead/dl-1/delete",
    ]

    @Test func aFormWithoutOurTokenChangesNothing() async throws {
        try await DashboardFixture.with { fixture in
            try await fixture.queue.bury([Letter.make(1)])
            for path in Self.changes {
                for fields in [[:], ["csrf": ""], ["csrf": String(repeating: "a", count: 64)]] {
                    let answer = try await fixture.browser.post(path, fields)
                    #expect(answer.status == .forbidden, "\(path) \(fields)")
                }
            }
            #expect(try await fixture.queue.deadLetterCount() == 1)
            #expect(try await fixture.queue.mode() == .open)
        }
    }

    @Test func neitherDoesOneWithTheTokenOfAnotherSession() async throws {
        try await DashboardFixture.with(.guarded) { fixture in
            try await fixture.queue.bury([Letter.make(1)])
            let (one, other) = (try await fixture.loggedIn(), try await fixture.loggedIn())
            let token = try await other.get("/").formToken
            #expect(try await one.post("/dead/dl-1/retry", ["csrf": token]).status == .forbidden)
            let stranger = try await fixture.browser.get("/login").formToken
            #expect(try await one.post("/dead/dl-1/retry", ["csrf": stranger]).status == .forbidden)
            #expect(try await fixture.queue.deadLetterCount() == 1)
        }
    }

    @Test(arguments: [
        ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "same-site"), ("Origin", "https://evil.example"),
    ])
    func neitherDoesOneThatComesFromAnotherSite(header: String, value: String) async throws {
        try await DashboardFixture.with { fixture in
            let token = try await fixture.browser.get("/").formToken
            let name = try #require(HTTPField.Name(header))
            let forged = try await fixture.browser.post("/mode", ["csrf": token, "mode": "paused"], [name: value])
            #expect(forged.status == .forbidden)
            #expect(try await fixture.queue.mode() == .open)
            let own = try await fixture.browser.post(
                "/mode",
                ["csrf": token, "mode": "paused"],
                [.origin: fixture.address]
            )
            #expect(own.status == .seeOther)
            #expect(try await fixture.queue.mode() == .paused)
        }
    }

    /// A page elsewhere may lead here, but neither embed nor ask for anything, even where nobody has to log in.
    @Test(arguments: ["/", "/dead", "/api/v1/queue", "/assets/x/style.css"])
    func otherSitesPagesMayOnlyLeadHere(path: String) async throws {
        let site = try #require(HTTPField.Name("Sec-Fetch-Site"))
        let mode = try #require(HTTPField.Name("Sec-Fetch-Mode"))
        try await DashboardFixture.with { fixture in
            let embedded = try await fixture.browser.get(path, [site: "cross-site", mode: "no-cors"])
            #expect(embedded.status == .forbidden)
        }
        try await DashboardFixture.with { fixture in
            try await #expect(fixture.browser.get("/", [site: "cross-site", mode: "navigate"]).status == .ok)
            try await #expect(fixture.browser.get("/", [site: "same-origin", mode: "cors"]).status == .ok)
        }
    }

    @Test(arguments: ["evil.example", "evil.example:8091", "localhost.evil.example", "127.0.0.1.evil.example", "[::1"])
    func anotherNameForThisAddressIsRefused(host: String) async throws {
        try await DashboardFixture.with { fixture in
            let answer = try await fixture.browser.get("/", [Self.hostField: host])
            #expect(answer.status == .misdirectedRequest)
            #expect(!answer.text.contains("Overview") && !answer.text.contains("vote-extraction"))
        }
    }

    @Test(arguments: ["localhost", "LOCALHOST:1234", "127.0.0.1:80", "[::1]:8091", "10.1.2.3", "queue.example.org"])
    func addressesAndKnownNamesAreNot(host: String) async throws {
        try await DashboardFixture.with(.init().with(\.hostNames, ["Queue.example.org"])) { fixture in
            try await #expect(fixture.browser.get("/", [Self.hostField: host]).status == .ok)
        }
    }

    @Test func aReadOnlyDashboardRefusesEveryChangeAndOffersNone() async throws {
        try await DashboardFixture.with(.init().with(\.isReadOnly, true)) { fixture in
            try await fixture.queue.bury([Letter.make(1)])
            let token = try await fixture.browser.get("/login").formToken
            for path in Self.changes where path != "/logout" {
                let answer = try await fixture.browser.post(path, ["csrf": token, "confirm": "yes", "mode": "paused"])
                #expect(answer.status == .forbidden, "\(path)")
            }
            #expect(try await fixture.browser.get("/dead/dl-1/edit").status == .forbidden)
            for path in ["/", "/dead", "/dead/dl-1", "/jobs", "/job?id=job-1"] {
                #expect(try await !fixture.browser.get(path).text.contains("method=\"post\""), "\(path)")
            }
            #expect(try await fixture.queue.deadLetterCount() == 1)
        }
    }

    @Test func aBodyHasItsLimit() async throws {
        try await DashboardFixture.with { fixture in
            let body = [UInt8](repeating: UInt8(ascii: "a"), count: (4 << 20) + 1)
            let answer = try await fixture.browser.send(.post, "/mode", body: body)
            #expect(answer.status == .contentTooLarge)
        }
    }

    private static let hostField = HTTPField.Name("Host")!
}
