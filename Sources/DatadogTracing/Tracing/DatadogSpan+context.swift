// SPDX-License-Identifier: Apache-2.0

import Synchronization
import Tracing

extension DatadogSpan {
    /// Where in which trace this span is, for another process; takes no sampling decision.
    public var datadogContext: DatadogSpanContext {
        guard spanID != 0 else { return context.datadogSpanContext ?? trace.context(of: 0) }
        return trace.context(of: spanID)
    }

    /// The same, with the sampling decision taken: what goes into headers.
    var injectableContext: (context: DatadogSpanContext, sampling: OTelSampling) {
        let override = state.withLock { $0.attributes.flatMap { ManualSampling($0) } }
        if let override { trace.override(override.decision) }
        let decision = trace.decide(root: root)
        return (datadogContext, decision.otelSampling(for: traceID))
    }

    /// Keeps the trace whatever the rules say (priority 2).
    public func keepTrace() { trace.override(.manualKeep) }

    /// Rejects the trace whatever the rules say (priority -1).
    public func dropTrace() { trace.override(.manualDrop) }
}
