// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Logging
import Metrics
import ServiceLifecycle
import Synchronization
import TestSupport
import Testing

@testable import DatadogTracing

/// Datagrams, sockets and threads.
@Suite struct DogStatsDClientTests {
    @Test(arguments: [(DogStatsDFixture.Transport.udp, 1432), (.unixSocket, 8192)])
    func datagramsAreFilledAndNeverTooLong(transport: DogStatsDFixture.Transport, limit: Int) async throws {
        let fixture = try DogStatsDFixture(transport)
        let tag = String(repeating: "v", count: 60)
        for index in 0..<600 {
            Counter(label: "metric.\(index)", dimensions: [("tag", tag)], factory: fixture.client).increment()
        }
        let datagrams = try await fixture.flushedDatagrams()
        #expect(datagrams.allSatisfy { $0.count <= limit && $0.last == UInt8(ascii: "\n") })
        #expect(datagrams.dropLast().allSatisfy { $0.count > limit - 100 })
        #expect(datagrams.joined().count { $0 == UInt8(ascii: "\n") } == 600)
        let counts = fixture.client.statistics.snapshot
        #expect(counts.sentLines == 600 && counts.sentBytes == datagrams.joined().count)
    }

    @Test func distributionsAreSplitOverDatagrams() async throws {
        let fixture = try DogStatsDFixture { $0.maximumSamples = 1000 }
        let recorder = Recorder(label: "r", dimensions: [("a", "b")], factory: fixture.client)
        for value in 0..<1000 { recorder.record(Double(value) + 0.125) }
        #expect(try await fixture.flushed().flatMap(\.values) == (0..<1000).map { Double($0) + 0.125 })
    }

    @Test func linesThatTheAgentCannotReadAreCounted() async throws {
        let fixture = try DogStatsDFixture()
        let value = String(repeating: "x", count: 190)
        func counter(_ tags: Int) -> Counter {
            Counter(label: "n", dimensions: (0..<tags).map { ("t\($0)", value) }, factory: fixture.client)
        }
        counter(20).increment()
        counter(60).increment()
        let datagrams = try await fixture.flushedDatagrams()
        #expect(datagrams.count == 1 && datagrams[0].count > 1432, "a long line goes alone")
        #expect(fixture.client.statistics.snapshot.droppedLines == [.tooLong: 1])
    }

    @Test func nothingIsLostAmongManyThreads() async throws {
        let fixture = try DogStatsDFixture()
        async let work: Void = Self.onThreads(8) {
            for _ in 0..<20_000 { Counter(label: "n", factory: fixture.client).increment() }
        }
        var total = 0.0
        for _ in 0..<20 { total += try await fixture.flushed().flatMap(\.values).reduce(0, +) }
        await work
        total += try await fixture.flushed().flatMap(\.values).reduce(0, +)
        #expect(total == 160_000)
    }

    private static func onThreads(_ count: Int, _ body: @escaping @Sendable () -> Void) async {
        await withCheckedContinuation { continuation in
            let group = DispatchGroup()
            for index in 0..<count { DispatchQueue(label: "thread \(index)").async(group: group, execute: body) }
            group.notify(queue: .global()) { continuation.resume() }
        }
    }

    @Test func anAbsentSocketIsCountedAndFoundWhenItComes() async throws {
        let folder = try TemporaryDirectory()
        let path = folder.path + "/late.socket"
        var configuration = DogStatsDConfiguration()
        configuration.address = .unixSocket(path: path)
        configuration.reconnectDelay = .zero
        let client = DogStatsDClient(configuration: configuration)
        let counter = Counter(label: "n", factory: client)
        counter.increment()
        await client.flush()
        #expect(client.statistics.snapshot.droppedLines == [.unreachable: 1])
        let receiver = try DatagramReceiver(path: path)
        counter.increment(by: 2)
        await client.flush()
        #expect(try await receiver.receive() == Array("n:2|c\n".utf8))
        #expect(client.statistics.snapshot.sentLines == 1)
    }

    @Test func afterAFailureTheSocketIsLeftAloneForAWhile() async throws {
        let folder = try TemporaryDirectory()
        let path = folder.path + "/late.socket"
        var configuration = DogStatsDConfiguration()
        configuration.address = .unixSocket(path: path)
        configuration.reconnectDelay = .seconds(3600)
        let client = DogStatsDClient(configuration: configuration)
        let counter = Counter(label: "n", factory: client)
        counter.increment()
        await client.flush()
        let receiver = try DatagramReceiver(path: path)
        counter.increment()
        await client.flush()
        #expect(client.statistics.snapshot.droppedLines == [.unreachable: 2])
        withExtendedLifetime(receiver) {}
    }

    @Test func aReaderThatStopsHoldsNobodyUp() async throws {
        let fixture = try DogStatsDFixture(.unixSocket)
        let value = String(repeating: "x", count: 190)
        for index in 0..<5000 {
            Gauge(label: "n\(index)", dimensions: [("a", value), ("b", value)], factory: fixture.client).record(1)
        }
        await fixture.client.flush()
        let counts = fixture.client.statistics.snapshot
        #expect(counts.sentLines > 0 && counts.sentLines + counts.droppedLines[.congested, default: 0] == 5000)
        #expect(counts.droppedLines[.congested, default: 0] > 0)
    }

    @Test func aNameThatNobodyKnowsIsCounted() async {
        var configuration = DogStatsDConfiguration()
        configuration.address = .udp(host: "host with spaces", port: 1)
        let client = DogStatsDClient(configuration: configuration)
        Counter(label: "n", factory: client).increment()
        await client.flush()
        #expect(client.statistics.snapshot.droppedLines == [.unreachable: 1])
    }

    @Test func observersAreAskedBeforeASending() async throws {
        let fixture = try DogStatsDFixture()
        let calls = Mutex(0)
        fixture.client.observe { metrics in
            let count = calls.withLock { calls in
                calls += 1
                return calls
            }
            Gauge(label: "calls", factory: metrics).record(count)
        }
        fixture.client.observe(every: .seconds(3600)) { Counter(label: "once", factory: $0).increment() }
        #expect(try await Set(fixture.flushedLines()) == ["calls:1|g", "once:1|c"])
        #expect(try await fixture.flushedLines() == ["calls:2|g"])
    }

    @Test func shutdownSendsTheRest() async throws {
        let fixture = try DogStatsDFixture()
        let group = ServiceGroup(
            services: [fixture.client],
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        async let running: Void = group.run()
        Counter(label: "last", factory: fixture.client).increment()
        await group.triggerGracefulShutdown()
        try await running
        #expect(try await fixture.receiver.receive() == Array("last:1|c\n".utf8))
    }

    @Test func theServiceSendsByItself() async throws {
        let fixture = try DogStatsDFixture { $0.flushInterval = .milliseconds(1) }
        let running = Task { try await fixture.client.run() }
        Counter(label: "n", factory: fixture.client).increment()
        #expect(try await fixture.receiver.receive() == Array("n:1|c\n".utf8))
        running.cancel()
        try await running.value
    }
}
