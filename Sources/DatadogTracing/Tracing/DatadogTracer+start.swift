// SPDX-License-Identifier: Apache-2.0

import Tracing

extension DatadogTracer {
    // What a span is made of is handed on from function to function and never copied: each copy would count references
    // for six texts.

    /// Starts a span below the one that is active in the context; without a timer it starts now.
    @inline(never)
    func startSpan(
        _ fields: consuming SpanFields,
        _ kind: SpanKind?,
        _ source: consuming SourcePlace,
        in context: ServiceContext,
        _ timer: SpanTimer? = nil
    ) -> DatadogSpan {
        let active = context.activeTrace
        let rest = context.withoutTrace(active)
        switch consume active {
        case .local(let span):
            guard span.tracer === self else {
                let remote = RemoteParent(span.injectableContext.context)
                return startLocalRoot(fields, kind, source, timer, rest, remote)
            }
            return startSpan(fields, kind, source, rest, timer, below: span)
        case .remote(let remote):
            return startLocalRoot(fields, kind, source, timer, rest, remote)
        case nil:
            return startLocalRoot(fields, kind, source, timer, rest, nil)
        }
    }

    /// Starts a span below another one, of this tracer or not.
    @inline(__always)
    func startSpan(
        _ fields: consuming SpanFields,
        _ kind: SpanKind?,
        _ source: consuming SourcePlace,
        below parent: consuming DatadogSpan
    ) -> DatadogSpan {
        guard parent.tracer === self else { return startSpan(fields, kind, source, in: parent.context) }
        let context = parent.contextBelow
        return startSpan(fields, kind, source, context, below: parent)
    }

    /// Starts a span below another one of this tracer, to which it holds on.
    // Inlined into several places, it counts the references of all that is handed over once more.
    @inline(never)
    func startSpan(
        _ fields: consuming SpanFields,
        _ kind: SpanKind?,
        _ source: consuming SourcePlace,
        _ context: consuming ServiceContext,
        _ timer: SpanTimer? = nil,
        below parent: consuming DatadogSpan
    ) -> DatadogSpan {
        let timer = timer ?? SpanTimer(monotonic: TraceClock.monotonic, offset: parent.trace.clockOffset)
        let isUsual = fields.service.isEmpty && parent.trace.isOfOneService
        let heritage = isUsual ? heritage : parent.heritage(service: fields.service)
        parent.trace.start(&fields)
        if heritage.isServiceManual { parent.trace.noteService() }
        fields.parentID = parent.spanID
        let (ancestry, middle) = SpanAncestry.below(parent)
        return DatadogSpan(fields, kind, source, timer, context, heritage, ancestry, middle)
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
        let heritage = fields.service.isEmpty ? heritage : SpanHeritage(self, service: fields.service)
        trace.start(&fields)
        if heritage.isServiceManual { trace.noteService() }
        fields.parentID = remote.flatMap { $0.context.spanID == 0 ? nil : $0.context.spanID }
        return DatadogSpan(fields, kind, source, timer, context, heritage, SpanAncestry(trace))
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

    /// A span that keeps nothing and lets the parent's context through.
    @inline(__always)
    func switchedOffSpan(_ parent: consuming SpanParent) -> DatadogSpan {
        switch parent.resolved() {
        // A span that keeps nothing is as good as its child.
        case .span(let span): span.spanID == 0 ? span : switchedOffSpan(span.context)
        case .context(let context): switchedOffSpan(context)
        }
    }

    /// The shared span, unless there is a context to let through.
    func switchedOffSpan(_ context: ServiceContext) -> DatadogSpan {
        context.isEmpty ? .switchedOff : DatadogSpan(switchedOffIn: context)
    }
}
