// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import Dashboard
import HTTPTypes
import JSON
import JobQueue
import RedisJobQueue
import TestSupport
import Testing

/// Who gets in.
@Suite(.enabled(if: RedisServer.isInstalled, "needs redis-server"))
struct AccessTests {
    @Test(arguments: ["0.0.0.0", "::", "192.168.1.5", "queue.example.org", "127.evil.example"])
    func refusesToListenWhereStrangersComeWithoutAToken(host: String) async {
        let error = await #expect(throws: DashboardError.self) {
            try await DashboardFixture.with(.init().with(\.host, host)) { _ in }
        }
        #expect(error?.code == .exposed)
    }

    @Test func refusesATokenThatCanBeGuessed() async {
        let error = await #expect(throws: DashboardError.self) {
            try await DashboardFixture.with(.init().with(\.token, "short")) { _ in }
        }
        #expect(error?.code == .weakToken)
    }

    @Test func asksNobodyOnThisMachineWhereThereIsNoToken() async throws {
        try await DashboardFixture.with { fixture in
            try await #expect(fixture.browser.get("/").status == .ok)
        }
    }

    @Test func leadsStrangersToTheLoginAndShowsThemNothing() async throws {
        try await DashboardFixture.with(.guarded) { fixture in
            try await fixture.queue.bury([Letter.make(1)])
            for path in ["/", "/dead", "/dead/dl-1", "/jobs", "/job?id=job-1", "/results", "/workers", "/nothing"] {
                let answer = try await fixture.browser.get(path)
                #expect(answer.status == .seeOther, "\(path)")
                #expect(answer.location == "/login", "\(path)")
                #expect(answer.body.isEmpty, "\(path)")
            }
            #expect(try await fixture.browser.get("/events").status == .unauthorized)
            let answer = try await fixture.browser.post("/dead/dl-1/retry", [:])
            #expect(answer.status == .unauthorized)
            #expect(try await fixture.queue.deadLetterCount() == 1)
        }
    }

    @Test func letsInWhoHasTheTokenUntilHeLogsOut() async throws {
        try await DashboardFixture.with(.guarded) { fixture in
            let page = try await fixture.browser.get("/login")
            let answer = try await fixture.browser.post(
                "/login",
                ["csrf": page.formToken, "token": DashboardFixture.token]
            )
            #expect(answer.status == .seeOther)
            let cookie = try #require(answer.headers[.setCookie])
            #expect(cookie.contains("; HttpOnly; SameSite=Strict"))
            #expect(!cookie.contains("Secure"))
            #expect(!cookie.contains(DashboardFixture.token))
            var browser = fixture.browser
            browser.cookie = String(cookie.prefix { $0 != ";" })
            #expect(try await browser.get("/").status == .ok)
            #expect(try await browser.submit("/logout").location == "/login")
            #expect(try await browser.get("/").status == .seeOther)
        }
    }

    @Test func itsCookieStaysOnTLSBehindTLS() async throws {
        try await DashboardFixture.with(.guarded.with(\.isBehindTLS, true)) { fixture in
            let token = try await fixture.browser.get("/login").formToken
            let answer = try await fixture.browser.post("/login", ["csrf": token, "token": DashboardFixture.token])
            let cookie = try #require(answer.headers[.setCookie])
            #expect(cookie.hasPrefix("__Host-") && cookie.contains("; Secure") && cookie.contains("; Path=/;"))
        }
    }

    @Test func wrongTokensAreHeldUpAndThenTheRightOneToo() async throws {
        try await DashboardFixture.with(.guarded) { fixture in
            let token = try await fixture.browser.get("/login").formToken
            for _ in 0..<5 {
                let answer = try await fixture.browser.post(
                    "/login",
                    ["csrf": token, "token": "0123456789abcdef-wrong"]
                )
                #expect(answer.status == .unauthorized)
                #expect(answer.headers[.setCookie] == nil)
            }
            let answer = try await fixture.browser.post("/login", ["csrf": token, "token": DashboardFixture.token])
            #expect(answer.status == .tooManyRequests)
            let seconds = try #require(answer.headers[.retryAfter].flatMap { Int($0) })
            #expect((1...60).contains(seconds))
        }
    }

    @Test func rightTokensAreNotHeldUp() async throws {
        try await DashboardFixture.with(.guarded) { fixture in
            for _ in 0..<8 { try await #expect(fixture.loggedIn().get("/").status == .ok) }
        }
    }

    @Test func aProgramsTokenOpensWhatItsCookieWould() async throws {
        try await DashboardFixture.with(.guarded) { fixture in
            let right = try await fixture.browser.get("/", [.authorization: "Bearer \(DashboardFixture.token)"])
            #expect(right.status == .ok)
            let wrong = try await fixture.browser.get("/", [.authorization: "Bearer \(DashboardFixture.token)x"])
            #expect(wrong.status == .seeOther)
            let other = try await fixture.browser.get("/", [.cookie: "vote_extractor_dashboard=abc"])
            #expect(other.status == .seeOther)
        }
    }

    @Test func programsWrongTokensAreHeldUpTooButNobodyWhoIsLoggedIn() async throws {
        try await DashboardFixture.with(.guarded) { fixture in
            let browser = try await fixture.loggedIn()
            for _ in 0..<5 {
                let answer = try await fixture.browser.get(
                    "/api/v1/queue",
                    [.authorization: "Bearer a-wrong-token-000"]
                )
                #expect(answer.status == .unauthorized)
            }
            let answer = try await fixture.browser.get(
                "/api/v1/queue",
                [.authorization: "Bearer \(DashboardFixture.token)"]
            )
            #expect(answer.status == .tooManyRequests)
            #expect(try await browser.get("/").status == .ok)
            #expect(try await browser.get("/", [.authorization: "Basic cHJveHk6cHJveHk="]).status == .ok)
        }
    }

    @Test func behindAProxyItIsTheProxysClientWhoIsHeldUp() async throws {
        try await DashboardFixture.with(.guarded.with(\.isBehindTLS, true)) { fixture in
            let forwarded = try #require(HTTPField.Name("X-Forwarded-For"))
            let token = try await fixture.browser.get("/login").formToken
            let logIn = { (address: String, word: String) in
                try await fixture.browser.post("/login", ["csrf": token, "token": word], [forwarded: address]).status
            }
            for _ in 0..<5 { #expect(try await logIn("9.9.9.9, 10.0.0.1", "0123456789abcdef-wrong") == .unauthorized) }
            #expect(try await logIn("8.8.8.8, 10.0.0.1", DashboardFixture.token) == .tooManyRequests)
            #expect(try await logIn("9.9.9.9, 10.0.0.2", DashboardFixture.token) == .seeOther)
        }
    }
}
