// SPDX-License-Identifier: Apache-2.0

public import DatadogTracing
import Tracing

/// A tracer whose spans stay in memory, for tests that look at them.
///
/// Use it through the task-local tracer, so that tests can run side by side:
/// ```swift
/// let capture = TraceCapture()
/// try await withTracer(capture.tracer) { try await work() }
/// let traces = capture.popTraces()
/// ```
public struct TraceCapture: Sendable {
    /// The tracer to work with.
    public let tracer: DatadogTracer
    private let exporter: InMemoryExporter

    /// A capture with nothing in it.
    public init(configuration: DatadogTracingConfiguration = DatadogTracingConfiguration(service: "test")) {
        let exporter = InMemoryExporter()
        self.exporter = exporter
        self.tracer = DatadogTracer(configuration: configuration, receiver: exporter)
    }

    /// Asks the tracer for all that it holds. Traces are captured the moment they finish, so tests need it only where
    /// the code under test would flush.
    public func flush() {
        tracer.forceFlush()
    }

    /// The chunks so far as they would go to the agent, which are then forgotten.
    public func popChunks() -> [TraceChunk] {
        exporter.popChunks()
    }

    /// The finished spans so far, one array for each trace, each in the order of starts; then forgotten.
    ///
    /// Spans of a trace that has open spans are not among them. Chunks of one trace are joined.
    public func popTraces() -> [[CapturedSpan]] {
        var order: [TraceID] = []
        var spans: [TraceID: [FinishedSpan]] = [:]
        for chunk in popChunks() {
            let finished = chunk.spans
            guard let id = finished.first?.traceID else { continue }
            if spans[id] == nil { order.append(id) }
            spans[id, default: []] += finished
        }
        return order.map { CapturedSpan.all(of: spans[$0] ?? []) }
    }

    /// All finished spans so far, of all traces; then forgotten.
    public func popSpans() -> [CapturedSpan] {
        popTraces().flatMap { $0 }
    }
}
