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
    // Not a plain reference to the first span: of such ones the compiler makes chains, which it lets go in a loop.
    private let ancestry: SpanAncestry
    /// Whether changes are kept and the span is sent; false above the limit of open traces, and if switched off.
    let isRecorded: Bool
    let timer: SpanTimer
    let source: SourcePlace
    /// What else was in the context of the start.
    let contextBelow: ServiceContext
    let state: Mutex<SpanState>

    @inline(__always)
    init(
        _ fields: consuming SpanFields,
        _ kind: SpanKind?,
        _ source: consuming SourcePlace,
        _ timer: SpanTimer,
        _ context: consuming ServiceContext,
        _ heritage: consuming SpanHeritage,
        _ ancestry: consuming SpanAncestry,
        _ parent: consuming DatadogSpan? = nil
    ) {
        fields.service = heritage.service
        fields.start = Int64(clamping: timer.start)
        self.kind = kind
        self.isRecorded = ancestry.trace.isSent
        self.timer = timer
        self.source = source
        self.contextBelow = context
        self.spanID = fields.spanID
        self.parentID = fields.parentID
        self.ancestry = ancestry
        self.state = Mutex(SpanState(fields, heritage, below: ParentHold(parent)))
    }

    /// What a child has from here; the service is empty unless given.
    func heritage(service: String) -> SpanHeritage {
        var heritage = state.withLock { SpanHeritage(below: $0, service: service) }
        // As in ddtrace: by what the trace's first span here is at this moment.
        if let localRoot {
            heritage.isVersioned = localRoot.state.withLock { [service = heritage.service] in $0.isVersioned(service) }
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
    var isLocalRoot: Bool { localRoot == nil }

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
        get { state.withLock { $0.fields.name } }
        set { change { $0.fields.name = newValue } }
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
            state.fields.isError = status.code == .error
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
        finish(duration: timer.duration(to: instant().nanosecondsSinceEpoch, clock: tracer.clock))
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
