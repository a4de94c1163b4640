// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import DatadogTracing

@Suite struct StatsConcentratorTests {
    private static let now: Int64 = 1_700_000_003_000_000_000
    private static let bucket = now - 3_000_000_000
    private static let second: Int64 = 1_000_000_000

    static func span(
        _ name: String = "n",
        end: Int64 = now,
        duration: Int64 = 5,
        isError: Bool = false,
        meta: [String: String] = [:],
        metrics: [String: Double] = ["_dd.top_level": 1]
    ) -> FinishedSpan {
        var span = SamplingCandidate(name: name, meta: meta, metrics: metrics).span()
        span.start = end - duration
        span.duration = duration
        span.isError = isError
        return span
    }

    private func concentrator(maximumKeys: Int = 100) -> StatsConcentrator {
        StatsConcentrator(maximumKeys: maximumKeys, now: Self.now)
    }

    @Test func spansOfOneKindAreCountedTogether() throws {
        var concentrator = concentrator()
        for span in [Self.span(), Self.span(duration: 7, isError: true), Self.span(metrics: ["_dd.measured": 1])] {
            let isCounted = concentrator.add(span, peerTags: [], now: Self.now)
            #expect(isCounted)
        }
        let buckets = concentrator.take(all: true, now: Self.now)
        let stats = try #require(buckets.first?.entries.values.first)
        #expect(buckets.count == 1 && buckets[0].entries.count == 1 && buckets[0].start == Self.bucket)
        #expect(stats.hits == 3 && stats.errors == 1 && stats.topLevelHits == 2 && stats.duration == 17)
        #expect(stats.succeeded.bins.reduce(0, +) == 2 && stats.failed.bins.reduce(0, +) == 1)
        let rest = concentrator.take(all: true, now: Self.now)
        #expect(rest.isEmpty)
    }

    @Test func bucketsAreClosedWhenTheNextButOneBegins() {
        var concentrator = concentrator()
        func starts(after seconds: Int64) -> [Int64] {
            let buckets = concentrator.take(all: false, now: Self.bucket + seconds * Self.second)
            return buckets.map { ($0.start - Self.bucket) / Self.second }
        }
        func add(_ seconds: Int64, now: Int64) {
            let span = Self.span(end: Self.bucket + seconds * Self.second)
            _ = concentrator.add(span, peerTags: [], now: Self.bucket + now * Self.second)
        }
        add(9, now: 9)
        add(10, now: 10)
        #expect(starts(after: 19) == [])
        #expect(starts(after: 20) == [0])
        add(3, now: 21)
        add(29, now: 29)
        #expect(starts(after: 30) == [10])
        #expect(starts(after: 60) == [20])
    }

    @Test func oddTimesMakeNoBucketsOfTheirOwn() {
        var concentrator = concentrator()
        for end in [0, Self.now - 86_400 * Self.second, Self.now + 86_400 * Self.second, .max] {
            _ = concentrator.add(Self.span(end: end), peerTags: [], now: Self.now)
        }
        let buckets = concentrator.take(all: true, now: Self.now)
        #expect(buckets.map(\.start) == [Self.bucket])
        #expect(buckets.first?.entries.values.first?.hits == 4)
    }

    @Test func aClockThatWasSetBackStopsNothing() {
        var concentrator = concentrator()
        let day = 86_400 * Self.second
        _ = concentrator.add(Self.span(end: Self.now + day), peerTags: [], now: Self.now + day)
        _ = concentrator.take(all: false, now: Self.now + day)
        // The clock was a day ahead, and is right again.
        _ = concentrator.add(Self.span(), peerTags: [], now: Self.now)
        let first = concentrator.take(all: false, now: Self.now).map(\.start)
        #expect(first == [Self.bucket + day], "what the wrong clock has left goes at once")
        let second = concentrator.take(all: false, now: Self.now + 20 * Self.second).map(\.start)
        #expect(second == [Self.bucket])
    }

    @Test func keysAreBounded() throws {
        var concentrator = concentrator(maximumKeys: 3)
        let counted = (0..<10).map { index in
            concentrator.add(Self.span("n\(index % 5)"), peerTags: [], now: Self.now)
        }
        #expect(counted == [true, true, true, false, false, true, true, true, false, false])
        let buckets = concentrator.take(all: true, now: Self.now)
        let entries = try #require(buckets.first?.entries)
        #expect(entries.count == 4 && entries[.overflow]?.hits == 4)
    }

    @Test func whatIsCounted() {
        #expect(!Self.span(metrics: [:]).isCounted && Self.span().isCounted)
        #expect(Self.span(metrics: ["_dd.measured": 1]).isCounted && !Self.span(metrics: ["_dd.measured": 0]).isCounted)
        for kind in ["client", "server", "producer", "consumer"] {
            #expect(Self.span(meta: ["span.kind": kind], metrics: [:]).isCounted)
        }
        #expect(!Self.span(meta: ["span.kind": "internal"], metrics: [:]).isCounted)
    }

    @Test func theKeyIsReadFromTheSpan() {
        var span = Self.span(meta: [
            "span.kind": "client", "http.status_code": "404", "http.method": "GET", "http.route": "/a/:b",
            "grpc.code": "StatusCode.NOT_FOUND", "_dd.svc_src": "m", "_dd.origin": "synthetics-browser",
            "db.name": "votes", "empty": "", "_dd.base_service": "base", "out.host": "10.1.2.3:6379",
        ])
        span.parentID = 7
        let key = span.counted(peerTags: ["out.host", "missing", "db.name", "empty"]).key
        #expect(key.kind == "client" && key.httpStatus == 404 && key.httpMethod == "GET")
        #expect(key.httpEndpoint == "/a/:b" && key.grpcStatus == "5" && key.serviceSource == "m")
        #expect(key.isSynthetic && key.isTraceRoot == false)
        #expect(key.peerTags == ["out.host:blocked-ip-address:6379", "db.name:votes", "empty"])
        span.meta["span.kind"] = "internal"
        #expect(span.counted(peerTags: ["db.name"]).key.peerTags == ["_dd.base_service:base"])
        span.metrics["http.status_code"] = 503
        #expect(span.counted(peerTags: []).key.httpStatus == 503)
        span.metrics["http.status_code"] = -1
        span.meta["http.status_code"] = "no number"
        #expect(span.counted(peerTags: []).key.httpStatus == 0)
    }

    @Test func longTextsAreCutBetweenCharacters() {
        var span = Self.span(String(repeating: "é", count: 150))
        span.resource = String(repeating: "x", count: 4999) + "票"
        let key = span.counted(peerTags: []).key
        #expect(key.name == String(repeating: "é", count: 100))
        #expect(key.resource == String(repeating: "x", count: 4999))
    }

    @Test(arguments: [
        ("meta", "OK", 0), ("meta", "16", 16), ("meta", "deadline_exceeded", 4), ("meta", "StatusCode.DataLoss", 15),
        ("meta", "256", nil), ("meta", "what", nil), ("metrics", "7", 7), ("metrics", "7.5", nil), ("none", "", nil),
    ])
    func grpcStatus(place: String, value: String, code: UInt8?) {
        let key = "rpc.grpc.status_code"
        let meta = place == "meta" ? [key: value] : [:]
        let metrics = place == "metrics" ? [key: Double(value) ?? 0] : [:]
        #expect(Self.span(meta: meta, metrics: metrics).withEncoded { GRPCStatus($0)?.code } == code)
    }

    @Test(arguments: [
        ("", ""), ("redis.internal", "redis.internal"), ("10.0.0.1", "blocked-ip-address"),
        ("10.0.0.1:6379", "blocked-ip-address:6379"), ("127.0.0.1:80", "127.0.0.1:80"), ("::1", "::1"),
        ("169.254.169.254", "169.254.169.254"), ("2001:db8::1a2f:1a2b", "blocked-ip-address"),
        ("[fe80::1]:8080", "blocked-ip-address:8080"), ("[fe80::1", "[fe80::1"), ("face:off", "face:off"),
        ("https://10.0.0.1/a", "https://blocked-ip-address/a"), ("ftp:///10.0.0.1", "ftp:///blocked-ip-address"),
        ("10-0-0-1.svc.local", "blocked-ip-address.svc.local"), ("10_0_0_1", "blocked-ip-address"),
        ("ip-10-0-0-1.ec2.internal", "ip-blocked-ip-address.ec2.internal"), ("1.2.3", "1.2.3"), ("12", "12"),
        ("1.2.3.999", "1.2.3.999"), ("01.2.3.4", "01.2.3.4"), ("1.2-3.4", "1.2-3.4"), ("7-55-2-app.x", "7-55-2-app.x"),
        ("a,10.0.0.1,10.0.0.2,a,10.0.0.3:1", "a,blocked-ip-address,blocked-ip-address:1"), ("a,,b", "a,,b"),
    ])
    func addressesLoseTheirNumbers(hosts: String, anonymized: String) {
        #expect(PeerAddress.anonymized(hosts) == anonymized)
    }
}
