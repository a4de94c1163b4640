// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import DatadogTracing

/// The whole way from spans to an agent that misbehaves, over real sockets.
@Suite struct AgentFaultTests {
    private static let accepted = ScriptedHTTPResponse(text: #"{"rate_by_service":{}}"#)

    @Test func tracesWaitForAnAgentThatIsNotThereYet() async throws {
        let folder = try TemporaryDirectory()
        let path = folder.path + "/http.sock"
        try await withTracer(to: .unixSocket(path: path)) { tracer, writer in
            for _ in 1...3 {
                tracer.record(traces: 10)
                await writer.flush()
            }
            let away = tracer.statistics.snapshot
            #expect(
                away.allDroppedSpans == 0 && away.sentSpans == 0 && away.requestFailures == ["connection_failed": 3]
            )
            let server = try LoopbackHTTPServer.onUnixSocket(path: path) { _ in Self.accepted }
            await writer.flush()
            let back = tracer.statistics.snapshot
            #expect(back.sentSpans == 60 && back.allDroppedSpans == 0 && server.requests.count == 1)
            server.stop()
            tracer.record()
            await writer.flush()
            #expect(tracer.statistics.snapshot.allDroppedSpans == 0, "gone again")
        }
    }

    @Test func aRefusedConnectionKeepsTheTraces() async throws {
        let address = AgentAddress.http(url: "http://127.0.0.1:\(try LoopbackPort.unused())")
        try await withTracer(to: address) { tracer, writer in
            tracer.record()
            await writer.flush()
            let snapshot = tracer.statistics.snapshot
            #expect(snapshot.requestFailures == ["connection_failed": 1] && snapshot.allDroppedSpans == 0)
        }
    }

    @Test func anAgentThatNeverAnswersIsGivenUp() async throws {
        var limits = TracingLimits()
        limits.requestTimeout = .milliseconds(50)
        let server = try LoopbackHTTPServer { _ in .hang }
        try await withTracer(to: server, limits: limits) { tracer, writer in
            tracer.record()
            await writer.flush()
            let snapshot = tracer.statistics.snapshot
            #expect(snapshot.requestFailures == ["timed_out": 3] && snapshot.droppedSpans == [.sendFailed: 2])
        }
    }

    @Test(arguments: [400, 403, 404, 413, 415]) func refusalsAreFinal(status: Int) async throws {
        let isFirst = FirstCall()
        let server = try LoopbackHTTPServer { _ in
            isFirst.take() ? ScriptedHTTPResponse(status: status, text: "no") : Self.accepted
        }
        try await withTracer(to: server) { tracer, writer in
            tracer.record()
            await writer.flush()
            tracer.record()
            await writer.flush()
            let snapshot = tracer.statistics.snapshot
            #expect(snapshot.requestFailures == ["\(status)": 1] && server.requests.count == 2)
            #expect(snapshot.droppedSpans == [.rejected: 2] && snapshot.sentSpans == 2)
        }
    }

    @Test(arguments: [408, 429, 500, 503]) func overloadIsWaitedFor(status: Int) async throws {
        let isFirst = FirstCall()
        let server = try LoopbackHTTPServer { _ in
            guard isFirst.take() else { return Self.accepted }
            return ScriptedHTTPResponse(status: status, headers: [("Retry-After", "3600")], text: "later")
        }
        try await withTracer(to: server) { tracer, writer in
            tracer.record()
            await writer.flush()
            let snapshot = tracer.statistics.snapshot
            #expect(snapshot.requestFailures == ["\(status)": 1] && snapshot.sentSpans == 2)
            #expect(server.requests.first?.body == server.requests.last?.body && server.requests.count == 2)
        }
    }

    @Test func persistentErrorsCostOneAnswerlessPayloadAtATime() async throws {
        var limits = TracingLimits()
        limits.maximumPayloadBytes = AgentExporterTests.chunk().estimatedSize * 10
        let server = try LoopbackHTTPServer { _ in ScriptedHTTPResponse(status: 500, text: "broken") }
        try await withTracer(to: server, limits: limits) { tracer, writer in
            tracer.record(traces: 100)
            await writer.flush()
            let first = tracer.statistics.snapshot
            #expect(first.requestFailures == ["500": 3] && first.droppedSpans[.sendFailed, default: 0] > 0)
            #expect(first.allDroppedSpans < 100, "the rest waits")
            await writer.flush()
            let second = tracer.statistics.snapshot
            #expect(second.requestFailures == ["500": 6])
            #expect(second.allDroppedSpans <= first.allDroppedSpans * 2)
        }
    }

    @Test func aConnectionThatBreaksInTheRequestIsTriedAgain() async throws {
        let server = try LoopbackStreamServer(closingAfter: 100)
        try await withTracer(to: .http(url: server.url)) { tracer, writer in
            tracer.record(traces: 1000)
            await writer.flush()
            let snapshot = tracer.statistics.snapshot
            #expect(snapshot.requestFailures == ["connection_lost": 3] && snapshot.droppedSpans == [.sendFailed: 2000])
            #expect(server.acceptedConnections >= 3)
        }
        server.stop()
    }

    @Test(arguments: [
        (ScriptedHTTPResponse.partial(body: Array("{".utf8), declaredLength: 100), "connection_lost"),
        (.close, "connection_lost"),
        (.raw("SSH-2.0-OpenSSH_9.2\r\n"), "protocol_violation"),
        (.raw("HTTP/1.1 "), "connection_lost"),
    ])
    func brokenAnswersAreNotBelieved(answer: ScriptedHTTPResponse, failure: String) async throws {
        let server = try LoopbackHTTPServer { _ in answer }
        try await withTracer(to: server) { tracer, writer in
            tracer.record()
            await writer.flush()
            let snapshot = tracer.statistics.snapshot
            #expect(snapshot.requestFailures == [failure: 3])
            #expect(snapshot.droppedSpans == [.sendFailed: 2])
        }
    }

    @Test func aYesWithAStrangeBodyIsAYes() async throws {
        let server = try LoopbackHTTPServer { _ in ScriptedHTTPResponse(text: "OK\u{0}<html>") }
        try await withTracer(to: server) { tracer, writer in
            tracer.record()
            await writer.flush()
            #expect(tracer.statistics.snapshot.sentSpans == 2 && server.requests.count == 1)
        }
    }

    @Test func aHugeAnswerIsNeitherReadNorAskedForAgain() async throws {
        let huge = ScriptedHTTPResponse(body: [UInt8](repeating: 32, count: 4 * 1024 * 1024))
        let server = try LoopbackHTTPServer { _ in huge }
        try await withTracer(to: server) { tracer, writer in
            tracer.record()
            await writer.flush()
            let snapshot = tracer.statistics.snapshot
            #expect(snapshot.requestFailures == ["response_too_large": 1])
            #expect(snapshot.droppedSpans == [.sendFailed: 2] && server.requests.count == 1)
        }
    }

    @Test func tenTimesTheBufferStaysWithinTheBuffer() async throws {
        var limits = TracingLimits()
        limits.maximumQueueBytes = 200_000
        limits.requestTimeout = .milliseconds(50)
        let server = try LoopbackHTTPServer { _ in .hang }
        try await withTracer(to: server, limits: limits) { tracer, writer in
            let running = Task { try await writer.run() }
            tracer.record(traces: 4000)
            let snapshot = tracer.statistics.snapshot
            #expect(snapshot.acceptedSpans + snapshot.droppedSpans[.queueFull, default: 0] == 8000)
            let turnedAway = try #require(snapshot.droppedBytes[.queueFull])
            let chunkBytes = turnedAway / (snapshot.droppedChunks[.queueFull] ?? 1)
            // What was given up in the meantime has made room once or twice.
            let givenUp = snapshot.droppedChunks[.sendFailed, default: 0]
            #expect((snapshot.acceptedChunks - givenUp) * chunkBytes <= limits.maximumQueueBytes)
            #expect(turnedAway > limits.maximumQueueBytes * 9)
            running.cancel()
            try await running.value
            let end = tracer.statistics.snapshot
            #expect(end.allDroppedSpans + end.sentSpans == 8000, "every span is accounted for")
        }
    }
}
