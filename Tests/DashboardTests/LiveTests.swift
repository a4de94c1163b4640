// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import Dashboard
import HTTPTypes
import JSON
import JobQueue
import RedisJobQueue
import TestSupport
import Testing

/// Pages that are kept up to date.
@Suite(.enabled(if: RedisServer.isInstalled, "needs redis-server"))
struct LiveTests {
    private static let job = Array("{\"id\": \"a\"}".utf8)

    @Test func aStreamTellsThatSomethingHasChanged() async throws {
        try await DashboardFixture.with { fixture in
            let (starts, started) = AsyncStream<Void>.makeStream()
            let stream = EventStream(until: "event: changed") { started.yield() }
            async let isOpen = fixture.browser.listen(to: stream)
            _ = await starts.first { _ in true }
            try await fixture.queue.enqueue([Self.job])
            #expect(try await isOpen)
            #expect(stream.hasTold)
        }
    }

    @Test func thereAreOnlySoManyStreamsAndPlacesBecomeFree() async throws {
        try await DashboardFixture.with(.init().with(\.maximumStreams, 1)) { fixture in
            let (starts, started) = AsyncStream<Void>.makeStream()
            let stream = EventStream(until: "event: changed") { started.yield() }
            async let isOpen = fixture.browser.listen(to: stream)
            _ = await starts.first { _ in true }
            let refused = try await fixture.browser.get("/events")
            #expect(refused.status == .serviceUnavailable)
            #expect(refused.headers[.retryAfter] == "60")
            try await fixture.queue.enqueue([Self.job])
            #expect(try await isOpen)
            // That a connection has ended is seen when something is written to it.
            while try await !fixture.browser.listen(to: EventStream(until: "welcome")) {
                try await fixture.queue.enqueue([Self.job])
            }
        }
    }
}
