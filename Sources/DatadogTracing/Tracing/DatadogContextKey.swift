// SPDX-License-Identifier: Apache-2.0

public import Tracing

/// What a service context says about the trace: a span of this process, or a context received from another.
enum ActiveTrace {
    case local(DatadogSpan)
    case remote(RemoteParent)
}

/// A received context; a class, so that the value stays one word.
final class RemoteParent: Sendable {
    let context: DatadogSpanContext

    init(_ context: DatadogSpanContext) {
        self.context = context
    }
}

// Two keys of one class each: an enum of both would take twice as long to get out of a context.

private enum LocalKey: ServiceContextKey {
    typealias Value = DatadogSpan
    static var nameOverride: String? { "datadog" }
}

private enum RemoteKey: ServiceContextKey {
    typealias Value = RemoteParent
    static var nameOverride: String? { "datadog-remote" }
}

extension ServiceContext {
    /// The span, or else the received context, below which spans start.
    var activeTrace: ActiveTrace? {
        get {
            if let span = self[LocalKey.self] { return .local(span) }
            return self[RemoteKey.self].map { .remote($0) }
        }
        set {
            switch newValue {
            case .local(let span): self[LocalKey.self] = span
            case .remote(let parent):
                self[LocalKey.self] = nil
                self[RemoteKey.self] = parent
            case nil:
                self[LocalKey.self] = nil
                self[RemoteKey.self] = nil
            }
        }
    }

    /// The context without what it says about the trace. Most often that is all it says.
    func withoutTrace(_ active: ActiveTrace?) -> ServiceContext {
        guard active != nil else { return self }
        guard count > 1 else { return .topLevel }
        // A span that kept the context of its start would keep the span above, and that the one above it.
        var context = self
        context.activeTrace = nil
        return context
    }

    /// Where in which trace this context is: the active span's ids, or what was extracted from headers.
    ///
    /// Reading it from an active span takes no sampling decision. Setting it makes the next span a child of a remote one.
    public var datadogSpanContext: DatadogSpanContext? {
        get {
            switch activeTrace {
            case .local(let span): span.datadogContext
            case .remote(let parent): parent.context.hasTrace ? parent.context : nil
            case nil: nil
            }
        }
        set { activeTrace = newValue.map { .remote(RemoteParent($0)) } }
    }

    /// The span of this process that is active in this context, if any.
    public var datadogSpan: DatadogSpan? { self[LocalKey.self] }
}
