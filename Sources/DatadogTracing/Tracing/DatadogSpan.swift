// SPDX-License-Identifier: Apache-2.0

import Synchronization
public import Tracing

/// A span that goes to Datadog.
///
/// Numbers among the attributes become metrics; strings, booleans (`true`, `false`) and arrays (as JSON text) become
/// tags. Numbers that are not finite are dropped, and texts over 25,000 characters cut. These attributes mean more than
/// a tag: `service.name`, `resource.name`, `span.type`, `error` (true or false: the error flag), and `manual.keep`,
/// `manual.drop`. What is set by hand wins over what the tracer would set, also for `error.type`, `error.message` and
/// `error.stack`. After `end()` every change is ignored.
public final class DatadogSpan: Tracing.Span {
    /// The trace, shared with parents and children in all processes.
    public let traceID: TraceID
    /// This span; never zero.
    public let spanID: UInt64
    /// The span above, here or in another process; nil for the first of a trace.
    public let parentID: UInt64?

    let kind: SpanKind
    let tracer: DatadogTracer
    let trace: LocalTrace
    /// The span above in this process.
    let parent: DatadogSpan?
    /// Whether the span is counted and sent; false above the limit of open traces.
    let isSent: Bool
    let timer: SpanTimer
    let source: SourcePlace
    let sequence: Int
    private let localRoot: DatadogSpan?
    let inheritedService: String
    private let baseContext: ServiceContext
    let state: Mutex<SpanState>

    init(_ start: SpanStart, parent: DatadogSpan?, trace: LocalTrace, parentID: UInt64?, tracer: DatadogTracer) {
        self.traceID = trace.id
        self.spanID = tracer.ids.nextSpanID()
        self.parentID = parentID
        self.kind = start.kind
        self.tracer = tracer
        self.trace = trace
        self.parent = parent
        self.timer = start.timer
        self.source = start.source
        self.localRoot = parent.map(\.root)
        self.inheritedService = parent?.service ?? tracer.configuration.service
        self.baseContext = start.context
        self.isSent = trace.isSent
        self.sequence = trace.started()
        self.state = Mutex(SpanState(operationName: start.operationName))
    }

    /// The first span of this process in the trace.
    var root: DatadogSpan { localRoot ?? self }
    var isLocalRoot: Bool { localRoot == nil }

    /// The context for children: that of the start, with this span active.
    public var context: ServiceContext {
        // Made on demand: a stored one would keep the span alive for ever.
        var context = baseContext
        context[DatadogContextKey.self] = .local(self)
        return context
    }

    /// The name of the operation, such as `extraction.job`.
    public var operationName: String {
        get { state.withLock { $0.operationName } }
        set { state.withLock { if !$0.isEnded { $0.operationName = newValue } } }
    }

    /// The attributes set so far.
    ///
    /// `span.attributes["key"] = value` is safe from several tasks at once; assigning a whole set replaces all.
    public var attributes: SpanAttributes {
        get { state.withLock { $0.attributes } }
        set { state.withLock { $0.set(newValue) } }
        _modify {
            let (original, version) = state.withLock { ($0.attributes, $0.version) }
            var changed = original
            if changed.isEmpty { changed.reserveCapacity(SpanState.usualAttributes) }
            defer { state.withLock { $0.takeBack(changed, lent: original, version: version) } }
            yield &changed
        }
    }

    /// Whether changes still count.
    public var isRecording: Bool { isSent && state.withLock { !$0.isEnded } }

    /// Sets or clears the error flag; an error's message becomes `error.message` unless set by hand.
    public func setStatus(_ status: SpanStatus) {
        state.withLock { state in
            state.set(Self.errorKey, .bool(status.code == .error))
            if status.code == .error, let message = status.message, !state.isEnded { state.statusMessage = message }
        }
    }

    /// Adds what happened at one moment; the first 128 are kept.
    public func addEvent(_ event: SpanEvent) {
        let event = DatadogSpanEvent(event)
        state.withLock { $0.append(event) }
    }

    /// Points at another span, of this process or of a context that was extracted; the first 128 are kept.
    ///
    /// A context without a trace is ignored.
    public func addLink(_ link: SpanLink) {
        guard let target = link.context.datadogSpanContext else { return }
        let link = DatadogSpanLink(context: target, attributes: link.attributes.flattenedText)
        state.withLock { $0.append(link) }
    }

    /// Ends the span; the second call does nothing.
    public func end<Instant: TracerInstant>(at instant: @autoclosure () -> Instant) {
        let duration = timer.duration(to: instant().nanosecondsSinceEpoch)
        guard let finished = finish(duration: duration), isSent else { return }
        trace.ended(finished, root: root)
    }

    static let errorKey = "error"
    static let serviceKey = "service.name"
    static let resourceKey = "resource.name"
    static let typeKey = "span.type"

    /// The service of this span as it stands.
    var service: String {
        state.withLock { $0.attributes.isEmpty ? nil : $0.attributes.get(Self.serviceKey)?.text } ?? inheritedService
    }

    /// The time since the start, in nanoseconds, of an open span.
    public var elapsedNanoseconds: UInt64 { timer.elapsed }
}
