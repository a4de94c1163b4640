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

    @Test(arguments: ["since", "Last-Event-ID"])
    func whatChangedAfterAPageWasMadeIsToldHoweverLateItsStreamBegins(_ place: String) async throws {
        try await DashboardFixture.with { fixture in
            let revision = try await fixture.revision()
            try await fixture.queue.enqueue([Self.job])
            _ = try await eventually("a sample") { try await fixture.revision() != revision }
            var browser = fixture.browser
            if place != "since" { browser.headers[HTTPField.Name(place)!] = revision }
            // The first heartbeat of a stream comes after 15 s.
            let stream = EventStream(until: ": heartbeat", "event: changed")
            let path = place == "since" ? "/events?since=\(revision)" : "/events"
            #expect(try await browser.listen(to: stream, at: path))
            #expect(stream.hasTold("event: changed"))
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
