// SPDX-License-Identifier: Apache-2.0

import Tracing

extension DatadogTracer {
    // What a span is called is lent from function to function, and what it keeps is handed on: each copy would count
    // references.

    /// Starts a span below the one that is active in the context; without a timer it starts now.
    @inline(never)
    func startSpan(
        _ names: borrowing SpanNames,
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
                return startLocalRoot(names, kind, source, timer, rest, remote)
            }
            return startSpan(names, kind, source, rest, timer, below: span)
        case .remote(let remote):
            return startLocalRoot(names, kind, source, timer, rest, remote)
        case nil:
            return startLocalRoot(names, kind, source, timer, rest, nil)
        }
    }

    /// Starts a span below another one, of this tracer or not.
    @inline(__always)
    func startSpan(
        _ names: borrowing SpanNames,
        _ kind: SpanKind?,
        _ source: consuming SourcePlace,
        below parent: consuming DatadogSpan
    ) -> DatadogSpan {
        guard parent.ancestry.withTrace({ $0.tracer === self }) else {
            return startSpan(names, kind, source, in: parent.context)
        }
        let context = parent.contextBelow
        return startSpan(names, kind, source, context, below: parent)
    }

    /// Starts a span below another one of this tracer, to which it holds on.
    // Inlined into several places, it counts the references of all that is handed over once more.
    @inline(never)
    func startSpan(
        _ names: borrowing SpanNames,
        _ kind: SpanKind?,
        _ source: consuming SourcePlace,
        _ context: consuming ServiceContext,
        _ timer: SpanTimer? = nil,
        below parent: consuming DatadogSpan
    ) -> DatadogSpan {
        let offset = parent.ancestry.withTrace { $0.clockOffset }
        let timer = timer ?? SpanTimer(monotonic: TraceClock.monotonic, offset: offset)
        let heritage = heritage(names, below: parent)
        let parentID = parent.spanID
        let numbers = parent.ancestry.withTrace { $0.start(at: timer.start, below: parentID) }
        // The new span holds on to the first one, and, if that is not the one above it, to that as well.
        let above = parent.ancestry.retainedRoot
        let held = Unmanaged.passRetained(parent)
        let hold = ParentHold(above == nil ? nil : held)
        let ancestry = SpanAncestry(below: above ?? held)
        return DatadogSpan(names, kind, source, timer, context, heritage, numbers, ancestry, of: self, below: hold)
    }

    /// Nil as long as no span of the trace is given a service: then nobody has to be asked.
    @inline(__always)
    private func heritage(_ names: borrowing SpanNames, below parent: DatadogSpan) -> SpanHeritage? {
        let service = names.service.nonEmpty
        if service == nil, parent.ancestry.withTrace({ $0.isOfOneService }) { return nil }
        let heritage = parent.heritage(service: service)
        if heritage.isServiceManual { parent.trace.noteService() }
        return heritage
    }

    private func startLocalRoot(
        _ names: borrowing SpanNames,
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
        let heritage = names.service.nonEmpty.map { SpanHeritage(self, service: $0) }
        if heritage != nil { trace.noteService() }
        let parentID = remote.flatMap { $0.context.spanID == 0 ? nil : $0.context.spanID }
        let numbers = trace.start(at: timer.start, below: parentID)
        return DatadogSpan(names, kind, source, timer, context, heritage, numbers, SpanAncestry(trace), of: self)
    }

    private func liveTimer() -> SpanTimer {
        let monotonic = TraceClock.monotonic
        return SpanTimer(monotonic: monotonic, offset: clock.measuredOffset(monotonic))
    }

    /// The shared span, unless there is a current context to let through.
    @usableFromInline
    var switchedOffSpan: DatadogSpan {
        // An empty context is not made only to be found empty: that would be half the price of such a span.
        guard let context = ServiceContext.current else { return .switchedOff }
        return switchedOffSpan(context)
    }

    /// A span that keeps nothing and lets the parent's context through.
    @usableFromInline
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
