// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Which spans of an experiment's records Datadog has not taken yet.
package final class SpanDeliveries: Sendable {
    private let awaited = Mutex<Set<String>>([])

    /// No span yet.
    package init() {}

    /// The ids of spans that nobody has taken; some of them may be on their way.
    package var missing: Set<String> { awaited.withLock { $0 } }

    /// Waits for a span that is open.
    package func expect(_ span: LLMObs.ExportedSpan) {
        awaited.withLock { _ = $0.insert(span.spanID) }
    }

    func arrived(_ spanID: UInt64) {
        awaited.withLock { _ = $0.remove(String(spanID)) }
    }
}
