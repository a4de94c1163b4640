// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import DatadogTracing

/// Ten times what the queue holds, for agents in every kind of trouble, over real sockets.
@Suite struct AgentMoodTests {
    /// What an agent does, and what has to be counted then.
    enum Mood: String, CaseIterable, Sendable, CustomTestStringConvertible {
        case absent, stalled, tooLarge, tooMany, failing, halfClosed

        var testDescription: String { rawValue }

        var answer: ScriptedHTTPResponse {
            switch self {
            case .absent, .stalled: .hang
            case .tooLarge: ScriptedHTTPResponse(status: 413, text: "too large")
            case .tooMany: ScriptedHTTPResponse(status: 429, text: "later")
            case .failing: ScriptedHTTPResponse(status: 500, text: "broken")
            case .halfClosed: .halfClosed
            }
        }

        /// Of one payload.
        var failures: [String: Int] {
            switch self {
            case .absent: ["connection_failed": 1]
            case .stalled: ["timed_out": 3]
            case .tooLarge: ["413": 1]
            case .tooMany: ["429": 3]
            case .failing: ["500": 3]
            case .halfClosed: ["connection_lost": 3]
            }
        }

        /// Why its spans are dropped; nil where they wait.
        var reason: TraceDropReason? {
            switch self {
            case .absent: nil
            case .tooLarge: .rejected
            case .stalled, .tooMany, .failing, .halfClosed: .sendFailed
            }
        }
    }

    private static let maximumQueueBytes = 200_000
    /// However busy the machine is: answers and refusals end what waits, not this.
    private static let ample = Duration.seconds(120)

    private func with(_ mood: Mood, _ body: (DatadogTracer, TraceWriter) async throws -> Void) async throws {
        var limits = TracingLimits()
        limits.maximumQueueBytes = Self.maximumQueueBytes
        limits.requestTimeout = mood == .stalled ? .milliseconds(50) : Self.ample
        limits.shutdownTimeout = Self.ample
        guard mood != .absent else {
            let address = AgentAddress.http(url: "http://127.0.0.1:\(try LoopbackPort.unused())")
            return try await withTracer(to: address, limits: limits, body)
        }
        try await withTracer(to: try LoopbackHTTPServer { _ in mood.answer }, limits: limits, body)
    }

    @Test(arguments: Mood.allCases) func theQueueIsBoundedAndEverySpanCounted(mood: Mood) async throws {
        try await with(mood) { tracer, writer in
            tracer.record(traces: 4000)
            let full = tracer.statistics.snapshot
            let turnedAway = 8000 - full.acceptedSpans
            #expect(full.droppedSpans == [.queueFull: turnedAway])
            let bytes = try #require(full.droppedBytes[.queueFull]) / (turnedAway / 2)
            #expect(full.acceptedChunks * bytes <= Self.maximumQueueBytes)
            #expect(turnedAway / 2 * bytes > Self.maximumQueueBytes * 4, "many times what there is room for")

            await writer.flush(timeout: Self.ample)
            let flushed = tracer.statistics.snapshot
            #expect(flushed.requestFailures == mood.failures && flushed.sentSpans == 0)
            var expected: [TraceDropReason: Int] = [.queueFull: turnedAway]
            if let reason = mood.reason { expected[reason] = full.acceptedSpans }
            #expect(flushed.droppedSpans == expected)

            tracer.record()
            let next = tracer.statistics.snapshot
            let hasRoom = next.acceptedSpans == full.acceptedSpans + 2
            #expect(hasRoom == (mood != .absent), "what was given up makes room, what waits does not")

            let running = Task { try await writer.run() }
            running.cancel()
            try await running.value
            let end = tracer.statistics.snapshot
            #expect(end.allDroppedSpans == 8002 && end.sentSpans == 0)
            #expect(Set(end.droppedSpans.keys) == [.queueFull, mood.reason ?? .sendFailed])
        }
    }
}
