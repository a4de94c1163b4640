// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import Dashboard
import HTTPTypes
import JSON
import JobQueue
import RedisJobQueue
import TestSupport
import Testing

/// Texts that would be markup if a page took them as they are.
@Suite(.enabled(if: RedisServer.isInstalled, "needs redis-server"))
struct HostileTextTests {
    private static let evil = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{title}}"

    @Test func theyStayTextsOnEveryPage() async throws {
        try await DashboardFixture.with(.init().with(\.showsContent, true)) { fixture in
            let evil = Self.evil
            let letter = Letter.make(
                1,
                errorType: evil,
                message: evil,
                jobID: evil,
                payload: [
                    "files": [["uri": .string("https://a/\(evil)?x"), "name": .string(evil)]],
                    "context": [evil: .string(evil)],
                ],
                record: [
                    "stage": .string(evil), "worker": .string(evil), "tags": [evil: .string(evil)],
                    "headers": [evil: .string(evil)], "reason": .string(evil),
                    "attempts": [
                        ["n": 1, "kind": .string(evil), "error_type": .string(evil), "message": .string(evil)]
                    ],
                ]
            )
            try await fixture.queue.bury([letter])
            let job: JSONValue = ["id": .string(evil), "type": .string(evil), "payload": [:]]
            try await fixture.queue.enqueue([job.serialized()])
            for path in ["/", "/dead", "/dead?by=class", "/dead/dl-1", "/dead/dl-1/edit", "/jobs"] {
                try await expectTame(path, fixture)
            }
            let encoded = evil.utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            for path in ["/dead?class=", "/dead?tag=a%3D", "/job?id=", "/dead?since=", "/results?offset=", "/?done="] {
                try await expectTame(path + encoded, fixture)
            }
        }
    }

    private func expectTame(_ path: String, _ fixture: DashboardFixture) async throws {
        let text = try await fixture.browser.get(path).text
        #expect(!text.contains("<script>alert"), "\(path)")
        #expect(!text.contains("<img"), "\(path)")
        #expect(!text.contains("\"'>"), "\(path)")
    }

    @Test func whatCannotBeReadIsNoReasonToFail() async throws {
        try await DashboardFixture.with { fixture in
            var letter = Letter.make(1, record: ["attempts": "none", "tags": 7, "died_at": "never", "headers": [1]])
            letter.bytes = [0xFF, 0xFE, 0x00]
            try await fixture.queue.bury([letter])
            try await fixture.queue.enqueue([[0xFF], Array("[]".utf8), Array("{\"id\":7}".utf8)])
            for path in ["/", "/dead", "/dead/dl-1", "/dead/dl-1/edit", "/jobs"] {
                #expect(try await fixture.browser.get(path).status == .ok, "\(path)")
            }
        }
    }
}
