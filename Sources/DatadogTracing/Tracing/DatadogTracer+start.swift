// SPDX-License-Identifier: Apache-2.0

import Tracing

extension DatadogTracer {
    // What a span is made of is handed on from function to function and never copied: each copy would count references
    // for six texts.

    /// Starts a span below the one that is active in the context; without a timer it starts now.
    func startSpan(
        _ fields: consuming SpanFields,
        _ kind: SpanKind?,
        _ source: consuming SourcePlace,
        in context: ServiceContext,
        _ timer: SpanTimer? = nil
    ) -> DatadogSpan {
        let active = context.activeTrace
        return startSpan(fields, kind, source, below: active, context.withoutTrace(active), timer)
    }

    /// Starts a span in a context that need not name what it starts below.
    func startSpan(
        _ fields: consuming SpanFields,
        _ kind: SpanKind?,
        _ source: consuming SourcePlace,
        below active: ActiveTrace?,
        _ context: ServiceContext,
        _ timer: SpanTimer? = nil
    ) -> DatadogSpan {
        switch active {
        case .local(let parent) where parent.tracer === self:
            return startSpan(fields, kind, source, below: parent, context, timer)
        case .local(let foreign):
            return startLocalRoot(fields, kind, source, timer, context, RemoteParent(foreign.injectableContext.context))
        case .remote(let remote):
            return startLocalRoot(fields, kind, source, timer, context, remote)
        case nil:
            return startLocalRoot(fields, kind, source, timer, context, nil)
        }
    }

    /// Starts a span below another one of this tracer.
    @inline(__always)
    func startSpan(
        _ fields: consuming SpanFields,
        _ kind: SpanKind?,
        _ source: consuming SourcePlace,
        below parent: DatadogSpan,
        _ context: ServiceContext,
        _ timer: SpanTimer? = nil
    ) -> DatadogSpan {
        let trace = parent.trace
        let timer = timer ?? SpanTimer(monotonic: TraceClock.monotonic, offset: trace.clockOffset)
        return DatadogSpan(fields, kind, source, timer, context, parent: parent, trace: trace, parentID: parent.spanID)
    }

    private func startLocalRoot(
        _ fields: consuming SpanFields,
        _ kind: SpanKind?,
        _ source: consuming SourcePlace,
        _ timer: SpanTimer?,
        _ context: ServiceContext,
        _ remote: RemoteParent?
    ) -> DatadogSpan {
        let timer = timer ?? liveTimer()
        let received = remote?.context.hasTrace == true ? remote?.context.traceID : nil
        let trace = LocalTrace(
            id: received ?? ids.nextTraceID(startedAt: timer.start),
            remote: remote,
            isSent: admitTrace(),
            clockOffset: timer.offset(clock),
            tracer: self
        )
        let parentID = remote.flatMap { $0.context.spanID == 0 ? nil : $0.context.spanID }
        return DatadogSpan(fields, kind, source, timer, context, parent: nil, trace: trace, parentID: parentID)
    }

    private func liveTimer() -> SpanTimer {
        let monotonic = TraceClock.monotonic
        return SpanTimer(monotonic: monotonic, offset: clock.measuredOffset(monotonic))
    }

    /// The shared span, unless there is a current context to let through.
    var switchedOffSpan: DatadogSpan {
        // An empty context is not made only to be found empty: that would be half the price of such a span.
        guard let context = ServiceContext.current else { return .switchedOff }
        return switchedOffSpan(context)
    }

    /// The shared span, unless there is a context to let through.
    func switchedOffSpan(_ parent: SpanParent) -> DatadogSpan {
        // The shared span has none, and need not be asked.
        if case .span(let span) = parent, span === DatadogSpan.switchedOff { return span }
        return switchedOffSpan(parent.context)
    }

    /// The shared span, unless there is a context to let through.
    func switchedOffSpan(_ context: ServiceContext) -> DatadogSpan {
        context.isEmpty ? .switchedOff : DatadogSpan(switchedOffIn: context)
    }
}
