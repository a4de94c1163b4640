// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import HTTPTypes
import Logging
import ServiceLifecycle
import Synchronization
import TestSupport
import Testing
import Tracing

@testable import DatadogTracing

@Suite struct TraceWriterTests {
    private func make(
        _ transport: ScriptedTransport,
        limits: TracingLimits = TracingLimits()
    ) -> (tracer: DatadogTracer, service: TraceWriter) {
        var configuration = DatadogTracingConfiguration(service: "s")
        configuration.limits = limits
        return DatadogTracing.make(
            configuration: configuration,
            transport: transport,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    @Test func aHundredThousandSpansToADeadAgentAreBoundedAndCounted() async throws {
        var limits = TracingLimits()
        limits.maximumQueueBytes = 1_000_000
        limits.maximumQueueChunks = 2_000
        let transport = ScriptedTransport(then: .failure(.connectionFailed))
        let (tracer, writer) = make(transport, limits: limits)
        for _ in 0..<50_000 {
            tracer.withSpan("root", context: .topLevel) { _ in tracer.withSpan("child") { _ in } }
        }
        let queued = tracer.statistics.snapshot
        let dropped = queued.droppedSpans[.queueFull, default: 0]
        #expect(dropped > 90_000 && dropped < 100_000 && queued.droppedChunks[.queueFull] == dropped / 2)
        #expect(queued.acceptedSpans == 100_000 - dropped && tracer.statistics.keepRate == 1)
        await writer.flush()
        #expect(tracer.statistics.snapshot.allDroppedSpans == dropped, "what was accepted is kept while nobody listens")
        #expect(tracer.statistics.keepRate < 0.1)
        tracer.withSpan("root", context: .topLevel) { _ in tracer.withSpan("child") { _ in } }
        #expect(tracer.statistics.snapshot.allDroppedSpans == dropped + 2, "the newest is dropped")
        let running = Task { try await writer.run() }
        running.cancel()
        try await running.value
        #expect(tracer.statistics.snapshot.droppedSpans[.sendFailed] == 100_000 - dropped)
        tracer.withSpan("root", context: .topLevel) { _ in tracer.withSpan("child") { _ in } }
        #expect(tracer.statistics.snapshot.droppedSpans[.queueFull] == dropped + 2, "there is room again")
    }

    @Test func nothingIsLostWhenTheAgentComesBack() async {
        let transport = ScriptedTransport([.failure(.connectionFailed), .failure(.connectionFailed)])
        let (tracer, writer) = make(transport)
        for round in 1...3 {
            tracer.withSpan("round \(round)", context: .topLevel) { _ in }
            await writer.flush()
        }
        let snapshot = tracer.statistics.snapshot
        #expect(snapshot.sentSpans == 3 && snapshot.allDroppedSpans == 0 && snapshot.requests == 3)
        #expect(transport.requests.compactMap { $0.headers[AgentHeader.traceCount] } == ["1", "2", "3"])
    }

    @Test func chunksUnderWayStayCounted() {
        var limits = TracingLimits()
        limits.maximumQueueChunks = 2
        var queue = TraceQueue()
        let chunk = AgentExporterTests.chunk()
        #expect(queue.append(chunk, limits: limits) && queue.append(chunk, limits: limits))
        let taken = queue.take()
        #expect(!queue.append(chunk, limits: limits) && taken.waiting.count == 2 && queue.freshBytes == 0)
        queue.release(chunks: 1, bytes: chunk.estimatedSize, returning: [chunk])
        #expect(queue.append(chunk, limits: limits) && !queue.append(chunk, limits: limits))
        let again = queue.take()
        #expect(again.returned.count == 1 && again.waiting.count == 1)
        queue.release(chunks: 2, bytes: chunk.estimatedSize * 2, returning: [])
        #expect(queue.heldBytes == 0)
    }

    @Test func flushSendsWhatWasQueuedBefore() async {
        let transport = ScriptedTransport()
        let (tracer, writer) = make(transport)
        for index in 0..<3 { tracer.withSpan("t\(index)", context: .topLevel) { _ in } }
        #expect(transport.requests.isEmpty)
        await writer.flush()
        #expect(tracer.statistics.snapshot.sentSpans == 3 && transport.requests.count == 1)
        await writer.flush()
        #expect(transport.requests.count == 1)
    }

    @Test func flushComesBackWhenItsTimeIsOver() async throws {
        let transport = ScriptedTransport(then: .hang)
        let (tracer, writer) = make(transport, limits: Self.shortShutdown)
        tracer.withSpan("work", context: .topLevel) { _ in }
        await writer.flush(timeout: .milliseconds(1))
        #expect(tracer.statistics.snapshot.allDroppedSpans == 0)
        try await end(writer)
    }

    @Test func flushComesBackWhenItsTaskIsCancelled() async throws {
        let transport = ScriptedTransport(then: .hang)
        let (tracer, writer) = make(transport, limits: Self.shortShutdown)
        tracer.withSpan("work", context: .topLevel) { _ in }
        let flush = Task { await writer.flush(timeout: .seconds(3600)) }
        try await eventually("a request") { !transport.requests.isEmpty }
        flush.cancel()
        await flush.value
        #expect(tracer.statistics.snapshot.allDroppedSpans == 0)
        try await end(writer)
    }

    @Test func flushesThatWaitShareOneSending() async throws {
        let transport = ScriptedTransport([.hang])
        let (tracer, writer) = make(transport, limits: Self.shortShutdown)
        tracer.withSpan("first", context: .topLevel) { _ in }
        await writer.flush(timeout: .milliseconds(1))
        try await eventually("a request") { !transport.requests.isEmpty }
        for _ in 0..<100 {
            tracer.withSpan("next", context: .topLevel) { _ in }
            await writer.flush(timeout: .zero)
        }
        try await end(writer)
        #expect(transport.requests.count == 2 && tracer.statistics.snapshot.sentChunks == 101)
    }

    private static var shortShutdown: TracingLimits {
        var limits = TracingLimits()
        limits.shutdownTimeout = .milliseconds(50)
        return limits
    }

    /// Runs the writer's shutdown, so that nothing is left that hangs.
    private func end(_ writer: TraceWriter) async throws {
        let running = Task { try await writer.run() }
        running.cancel()
        try await running.value
    }

    @Test func gracefulShutdownSendsTheRest() async throws {
        let transport = ScriptedTransport()
        var limits = TracingLimits()
        limits.flushInterval = .seconds(3600)
        let (tracer, writer) = make(transport, limits: limits)
        let group = ServiceGroup(
            services: [writer],
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        async let running: Void = group.run()
        tracer.withSpan("last", context: .topLevel) { _ in }
        await group.triggerGracefulShutdown()
        try await running
        #expect(tracer.statistics.snapshot.sentSpans == 1)
    }

    @Test func shutdownDoesNotWaitForAHangingAgent() async throws {
        let transport = ScriptedTransport(then: .hang)
        var limits = TracingLimits()
        limits.flushInterval = .seconds(3600)
        limits.shutdownTimeout = .milliseconds(50)
        let (tracer, writer) = make(transport, limits: limits)
        tracer.withSpan("last", context: .topLevel) { _ in }
        let running = Task { try await writer.run() }
        running.cancel()
        try await running.value
        #expect(tracer.statistics.snapshot.droppedSpans == [.sendFailed: 1])
    }

    @Test func aFlushRequestWakesTheService() async throws {
        let transport = ScriptedTransport()
        var limits = TracingLimits()
        limits.flushInterval = .seconds(3600)
        let (tracer, writer) = make(transport, limits: limits)
        let running = Task { try await writer.run() }
        tracer.withSpan("work", context: .topLevel) { _ in }
        tracer.forceFlush()
        try await eventually("a span sent") { tracer.statistics.snapshot.sentSpans > 0 }
        running.cancel()
        try await running.value
    }

    @Test func muchQueuedWakesTheServiceToo() async throws {
        let transport = ScriptedTransport()
        var limits = TracingLimits()
        limits.flushInterval = .seconds(3600)
        limits.eagerFlushBytes = 1
        let (tracer, writer) = make(transport, limits: limits)
        let running = Task { try await writer.run() }
        tracer.withSpan("work", context: .topLevel) { _ in }
        try await eventually("a span sent") { tracer.statistics.snapshot.sentSpans > 0 }
        running.cancel()
        try await running.value
    }

    @Test func switchedOffNothingIsSentButARemoteParentIsPassedOn() async {
        var configuration = DatadogTracingConfiguration(service: "s")
        configuration.isEnabled = false
        let exporter = InMemoryExporter()
        let (tracer, writer) = DatadogTracing.make(configuration: configuration, exporter: exporter)
        var context = ServiceContext.topLevel
        context.datadogSpanContext = DatadogSpanContext(traceID: TraceID(low: 7), spanID: 8, samplingPriority: 2)
        var headers: [[String: String]] = [[:], [:], [:], [:]]
        tracer.withSpan("work", context: context) { span in
            span.attributes["key"] = "value"
            tracer.inject(span.context, into: &headers[0], using: HeaderInjector())
            tracer.trace("inner") { inner in
                inner.setTag("key", "value")
                tracer.inject(inner.context, into: &headers[3], using: HeaderInjector())
                #expect(inner.tag("key") == nil && !inner.isRecording && DatadogSpan.current == nil)
                tracer.inject(ServiceContext.current ?? .topLevel, into: &headers[1], using: HeaderInjector())
            }
        }
        tracer.withSpan("work", context: .topLevel) { span in
            tracer.inject(span.context, into: &headers[2], using: HeaderInjector())
        }
        await writer.flush()
        #expect(headers[0]["x-datadog-parent-id"] == "8" && headers[0]["x-datadog-sampling-priority"] == "2")
        #expect(headers[1] == headers[0] && headers[3] == headers[0] && headers[2].isEmpty)
        #expect(exporter.popChunks().isEmpty)
    }
}
