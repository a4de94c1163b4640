// SPDX-License-Identifier: Apache-2.0

import Tracing

extension DatadogTracer {
    /// Starts a span; without a timer it starts now.
    func startSpan(_ start: SpanStart, below active: ActiveTrace?, _ timer: SpanTimer? = nil) -> DatadogSpan {
        switch active {
        case .local(let parent) where parent.tracer === self:
            let trace = parent.trace
            let timer = timer ?? SpanTimer(monotonic: TraceClock.monotonic, offset: trace.clockOffset)
            return DatadogSpan(start, timer, parent: parent, trace: trace, parentID: parent.spanID)
        case .local(let foreign):
            return startLocalRoot(start, timer, continuing: foreign.injectableContext.context)
        case .remote(let remote):
            return startLocalRoot(start, timer, continuing: remote.context)
        case nil:
            return startLocalRoot(start, timer, continuing: nil)
        }
    }

    private func startLocalRoot(
        _ start: SpanStart,
        _ timer: SpanTimer?,
        continuing remote: DatadogSpanContext?
    ) -> DatadogSpan {
        let timer = timer ?? liveTimer()
        let received = remote?.hasTrace == true ? remote?.traceID : nil
        let trace = LocalTrace(
            id: received ?? ids.nextTraceID(startedAt: timer.start),
            remoteParent: remote,
            isSent: admitTrace(),
            clockOffset: timer.offset(clock),
            tracer: self
        )
        let parentID = remote.flatMap { $0.spanID == 0 ? nil : $0.spanID }
        return DatadogSpan(start, timer, parent: nil, trace: trace, parentID: parentID)
    }

    private func liveTimer() -> SpanTimer {
        let monotonic = TraceClock.monotonic
        return SpanTimer(monotonic: monotonic, offset: clock.measuredOffset(monotonic))
    }

    /// The shared span, unless there is a context to let through.
    func switchedOffSpan(_ context: ServiceContext) -> DatadogSpan {
        context.isEmpty ? .switchedOff : DatadogSpan(switchedOffIn: context)
    }
}
