// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import Synchronization
import Tracing

/// The span of LLM Observability that a service context is in.
enum LLMObsContextKey: ServiceContextKey {
    typealias Value = SpanSlot
    static var nameOverride: String? { "llmobs" }
}

/// Where a span's record comes to lie: the tracer's span is made with the context that already holds the slot.
final class SpanSlot: Sendable {
    private let state = Mutex<SpanRecord?>(nil)

    var record: SpanRecord? {
        get { state.withLock { $0 } }
        set { state.withLock { $0 = newValue } }
    }
}

extension ServiceContext {
    /// The nearest open span above of this process, if the tracer's active span is it or below it.
    var openSpanRecord: SpanRecord? {
        // A context into which headers were extracted since then belongs to their sender.
        guard let record = self[LLMObsContextKey.self]?.record, let root = datadogSpan?.root else { return nil }
        return record.localRootID == root.spanID ? record.nearestOpen : nil
    }
}
