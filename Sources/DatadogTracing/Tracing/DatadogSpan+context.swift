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
    public func keepTrace() { decide(.keep) }

    /// Rejects the trace whatever the rules say (priority -1).
    public func dropTrace() { decide(.drop) }

    /// Decides by hand, while the span is open.
    func decide(_ manual: ManualSampling) {
        if isRecorded {
            change { _ in trace.override(manual.decision) }
        } else if spanID != 0 {
            // Nothing of the trace is kept here, but it goes on elsewhere.
            trace.override(manual.decision)
        }
    }
}
