// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import Dashboard
import HTTPTypes
import JSON
import JobQueue
import RedisJobQueue
import TestSupport
import Testing

/// What browsers are told with every answer.
@Suite(.enabled(if: RedisServer.isInstalled, "needs redis-server"))
struct HeaderTests {
    static let paths = [
        "/", "/login", "/jobs", "/job?id=job-1", "/dead", "/dead/dl-1", "/dead/dl-1/edit", "/dead/dl-2", "/results",
        "/workers", "/nothing", "/dead?reason=none", "/assets/none/style.css", "/api/v1/nothing",
    ]

    @Test func everyAnswerIsGuarded() async throws {
        try await DashboardFixture.with { fixture in
            try await fixture.queue.bury([Letter.make(1)])
            for path in Self.paths { expectGuarded(try await fixture.browser.get(path).headers, path) }
            for path in ForgeryTests.changes {
                expectGuarded(try await fixture.browser.post(path, [:]).headers, path)
            }
            expectGuarded(try await fixture.browser.send(.delete, "/dead/dl-1", body: nil).headers, "DELETE")
        }
    }

    @Test func nothingOnAPageRunsOrStylesButOurTwoFiles() async throws {
        try await DashboardFixture.with { fixture in
            try await fixture.queue.bury([Letter.make(1)])
            for path in Self.paths {
                let text = try await fixture.browser.get(path).text
                #expect(!text.contains(" style=") && !text.contains("<style"), "\(path)")
                #expect(!text.contains(" onclick=") && !text.contains("javascript:"), "\(path)")
                #expect(text.components("<script").count <= 2, "\(path)")
            }
        }
    }

    @Test func assetsMayBeKeptSinceTheirAddressesChangeWithThem() async throws {
        try await DashboardFixture.with { fixture in
            let page = try await fixture.browser.get("/").text
            let start = try #require(page.firstRange(of: "rel=\"stylesheet\" href=\"")).upperBound
            let answer = try await fixture.browser.get(String(page[start...].prefix { $0 != "\"" }))
            #expect(answer.status == .ok)
            #expect(answer.headers[.contentType] == "text/css; charset=utf-8")
            #expect(answer.headers[.cacheControl]?.contains("immutable") == true)
        }
    }

    private func expectGuarded(_ headers: HTTPFields, _ path: String) {
        let policy = headers[.contentSecurityPolicy] ?? ""
        #expect(policy.hasPrefix("default-src 'none'; script-src 'self'; style-src 'self';"), "\(path)")
        #expect(policy.contains("frame-ancestors 'none'") && policy.contains("base-uri 'none'"), "\(path)")
        #expect(!policy.contains("unsafe"), "\(path)")
        #expect(headers[.xContentTypeOptions] == "nosniff", "\(path)")
        #expect(headers[HTTPField.Name("Referrer-Policy")!] == "no-referrer", "\(path)")
        #expect(headers[HTTPField.Name("X-Frame-Options")!] == "DENY", "\(path)")
        #expect(headers[.cacheControl] == "no-store", "\(path)")
    }
}

extension String {
    fileprivate func components(_ separator: String) -> [String] {
        var parts: [String] = []
        var rest = self[...]
        while let range = rest.firstRange(of: separator) {
            parts.append(String(rest[..<range.lowerBound]))
            rest = rest[range.upperBound...]
        }
        return parts + [String(rest)]
    }
}
