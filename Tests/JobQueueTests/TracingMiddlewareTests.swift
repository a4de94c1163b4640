// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import DatadogTracingTestKit
import Logging
import Synchronization
import Testing
import Tracing

@testable import JobQueue

@Suite struct TracingMiddlewareTests {
    private static let headers = """
        "headers":{"x-datadog-trace-id":"77","x-datadog-parent-id":"88","x-datadog-sampling-priority":"1",\
        "baggage":"tenant=red"}
        """

    /// What the handler saw, and the job's span.
    private struct Run {
        let span: CapturedSpan
        let baggage: [String]
        let traceHeaders: [String: String]
    }

    private func run(_ members: String, waited: Duration = .zero) async throws -> Run {
        let capture = TraceCapture()
        let seen = Mutex<(baggage: [String], headers: [String: String])>(([], [:]))
        let context = JobContext(
            JobContext.Facts(
                job: try JobEnvelope(decoding: Array("{\"id\":\"x\",\(Self.headers)\(members)}".utf8)),
                queue: "q",
                worker: "w",
                queueLatency: waited
            ),
            startedAt: .now,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            running: RunningJob(delivery: 1)
        )
        let middleware = TracingMiddleware(operationName: "job", messagingSystem: "memory")
        await withTracer(capture.tracer) {
            _ = await middleware.handle(context) { context in
                let items = ServiceContext.current?.baggage.items ?? []
                seen.withLock { $0 = (items.map { "\($0.key)=\($0.value)" }, context.traceHeaders) }
                return .completed(JobResult())
            }
        }
        let (baggage, headers) = seen.withLock { $0 }
        return Run(span: try #require(capture.popSpans().first), baggage: baggage, traceHeaders: headers)
    }

    @Test func aFirstRunContinuesTheProducersTrace() async throws {
        let run = try await run("")
        #expect(run.span.traceID.low == 77 && run.span.parentID == 88 && run.span.links.isEmpty)
        #expect(run.baggage == ["tenant=red"] && run.traceHeaders["baggage"] == "tenant=red")
        #expect(run.traceHeaders["x-datadog-trace-id"] == "77")
    }

    @Test(arguments: [#","options":{"trace":"link"}"#, #","run":{"redrives":1}"#, ""])
    func aLinkedRunBeginsATraceAndKeepsTheBaggage(members: String) async throws {
        let run = try await run(members, waited: members.isEmpty ? .seconds(301) : .zero)
        #expect(run.span.traceID.low != 77 && run.span.parentID == nil)
        #expect(run.span.links.map(\.traceID.low) == [77] && run.span.links.map(\.spanID) == [88])
        #expect(run.baggage == ["tenant=red"] && run.traceHeaders["baggage"] == "tenant=red")
        #expect(run.traceHeaders["x-datadog-trace-id"] == "\(run.span.traceID.low)")
    }
}
