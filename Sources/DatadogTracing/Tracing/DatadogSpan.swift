// SPDX-License-Identifier: Apache-2.0

import Synchronization
public import Tracing

/// A span that goes to Datadog.
///
/// Numbers become metrics; strings, booleans (`true`, `false`) and arrays (as JSON text) become tags. Numbers that are
/// not finite are dropped, texts over 25,000 characters cut, and tags beyond 1,024 dropped and counted. These keys mean
/// more than a tag: `service.name`, `service.version`, `resource.name`, `span.type`, `error` (true or false: the error
/// flag), `_dd.measured`, and `manual.keep`, `manual.drop`; `http.status_code` is a tag even as a number. What is set by hand wins over what the tracer would set, also
/// for `error.type`, `error.message` and `error.stack`. After the end every change is ignored.
public final class DatadogSpan: Tracing.Span {
    /// The trace, shared with parents and children in all processes.
    public var traceID: TraceID { trace.id }
    /// This span; zero only if tracing is switched off.
    public let spanID: UInt64
    /// The span above, here or in another process; nil for the first of a trace.
    public let parentID: UInt64?

    let kind: SpanKind?
    let ancestry: SpanAncestry
    /// Whether changes are kept and the span is sent; false above the limit of open traces, and if switched off.
    @usableFromInline let isRecorded: Bool
    let timer: SpanTimer
    let source: SourcePlace
    /// What else was in the context of the start.
    let contextBelow: ServiceContext
    let state: Mutex<SpanState>

    @inline(__always)
    init(
        _ names: borrowing SpanNames,
        _ kind: SpanKind?,
        _ source: consuming SourcePlace,
        _ timer: SpanTimer,
        _ context: consuming ServiceContext,
        _ heritage: SpanHeritage?,
        _ numbers: SpanNumbers,
        _ ancestry: consuming SpanAncestry,
        of tracer: DatadogTracer,
        below parent: consuming ParentHold = ParentHold()
    ) {
        self.kind = kind
        self.isRecorded = ancestry.withTrace { $0.isSent }
        self.timer = timer
        self.source = source
        self.contextBelow = context
        self.spanID = numbers.spanID
        self.parentID = numbers.parentID
        self.ancestry = ancestry
        self.state = Mutex(SpanState(names, numbers, heritage, of: tracer, below: parent))
    }

    /// What a child has from here; the service is nil unless given.
    func heritage(service: String?) -> SpanHeritage {
        let own = tracer.service
        var heritage = state.withLock { SpanHeritage(below: $0, service: service, own: own) }
        // As in ddtrace: by what the trace's first span here is at this moment.
        if let localRoot {
            heritage.isVersioned = localRoot.state.withLock { [service = heritage.service] in
                $0.isVersioned && $0.has(service: service, own: own)
            }
        }
        return heritage
    }

    /// A span of a tracer that is switched off: keeps nothing, and lets the context through.
    init(switchedOffIn context: ServiceContext) {
        ancestry = SpanAncestry(.switchedOff)
        spanID = 0
        parentID = nil
        kind = nil
        timer = .switchedOff
        source = SourcePlace(function: "", file: "", line: 0)
        contextBelow = context
        isRecorded = false
        state = Mutex(SpanState())
    }

    /// What spans of a tracer that is switched off share where there is no context to let through.
    static let switchedOff = DatadogSpan(switchedOffIn: .topLevel)

    var trace: LocalTrace { ancestry.trace }
    var tracer: DatadogTracer { trace.tracer }
    /// The first span of this process in the trace; nil if it is this one.
    var localRoot: DatadogSpan? { ancestry.localRoot }
    /// The first span of this process in the trace.
    package var root: DatadogSpan { localRoot ?? self }

    /// When the span started, in Unix nanoseconds.
    package var startNanoseconds: UInt64 { timer.start }
    var isLocalRoot: Bool { ancestry.isLocalRoot }

    /// The context for children: that of the start, with this span active.
    public var context: ServiceContext {
        // Made on demand: a stored one would keep the span alive for ever.
        guard spanID != 0 else { return contextBelow }
        var context = contextBelow
        context.activeTrace = .local(self)
        return context
    }

    /// The name of the operation, such as `extraction.job`.
    public var operationName: String {
        get { state.withLock { $0.name } }
        set { change { $0.name = newValue } }
    }

    /// The attributes set so far.
    ///
    /// `span.attributes["key"] = value` is safe from several tasks at once; assigning a whole set replaces all. Each
    /// change copies the set: ``setTag(_:_:)-(_,String)`` costs less, and so do several changes in `updateAttributes`.
    public var attributes: SpanAttributes {
        get { state.withLock { $0.allAttributes } }
        set {
            guard isRecorded else { return }
            trace.noteService()
            let resolved = newValue.resolved
            state.withLock { $0.set(resolved) }
        }
        _modify {
            guard isRecorded else {
                var unkept = SpanAttributes()
                yield &unkept
                return
            }
            let (original, version) = state.withLock { ($0.allAttributes, $0.version) }
            var changed = original
            defer { takeBack(changed, lent: original, version: version) }
            yield &changed
        }
    }

    private func takeBack(_ changed: SpanAttributes, lent original: SpanAttributes, version: Int) {
        trace.noteService()
        let resolved = changed.resolved
        state.withLock { $0.takeBack(resolved, lent: original, version: version) }
    }

    /// Whether changes still count.
    public var isRecording: Bool { isRecorded && state.withLock { !$0.isEnded } }

    /// Sets or clears the error flag; an error's message becomes `error.message` unless set by hand.
    public func setStatus(_ status: SpanStatus) {
        change { state in
            state.override(SpanField.errorKey)
            state.numbers.isError = status.code == .error
            if status.code == .error, let message = status.message {
                state.extras.value.statusMessage = message
            }
        }
    }

    /// Adds what happened at one moment; the first 128 are kept.
    public func addEvent(_ event: SpanEvent) {
        guard isRecorded else { return }
        let event = DatadogSpanEvent(event)
        change { $0.extras.value.append(event) }
    }

    /// Points at another span, of this process or of a context that was extracted; the first 128 are kept.
    ///
    /// A context without a trace is ignored.
    public func addLink(_ link: SpanLink) {
        guard isRecorded, let target = link.context.datadogSpanContext else { return }
        let link = DatadogSpanLink(context: target, attributes: link.attributes.flattenedText)
        change { $0.extras.value.append(link) }
    }

    /// Ends the span; the second call does nothing.
    public func end<Instant: TracerInstant>(at instant: @autoclosure () -> Instant) {
        guard isRecorded else { return }
        let end = instant().nanosecondsSinceEpoch
        ancestry.withTrace { finish(duration: timer.duration(to: end, clock: $0.tracer.clock), in: $0) }
    }

    /// The time since the start, in nanoseconds, of an open span.
    public var elapsedNanoseconds: UInt64 { timer.elapsed }

    /// Changes an open span.
    func change(_ body: (inout SpanState) -> Void) {
        guard isRecorded else { return }
        state.withLock { state in
            if !state.isEnded { body(&state) }
        }
    }
}
