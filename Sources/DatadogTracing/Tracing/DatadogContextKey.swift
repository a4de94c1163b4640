// SPDX-License-Identifier: Apache-2.0

public import Tracing

/// What a service context says about the trace: a span of this process, or a context received from another.
enum ActiveTrace: Sendable {
    case local(DatadogSpan)
    case remote(RemoteParent)
}

/// A received context; a class, so that the value stays one word in the service context.
final class RemoteParent: Sendable {
    let context: DatadogSpanContext

    init(_ context: DatadogSpanContext) {
        self.context = context
    }
}

enum DatadogContextKey: ServiceContextKey {
    typealias Value = ActiveTrace
    static var nameOverride: String? { "datadog" }
}

extension ServiceContext {
    /// Where in which trace this context is: the active span's ids, or what was extracted from headers.
    ///
    /// Reading it from an active span takes no sampling decision. Setting it makes the next span a child of a remote one.
    public var datadogSpanContext: DatadogSpanContext? {
        get {
            switch self[DatadogContextKey.self] {
            case .local(let span): span.datadogContext
            case .remote(let parent): parent.context.hasTrace ? parent.context : nil
            case nil: nil
            }
        }
        set {
            self[DatadogContextKey.self] = newValue.map { .remote(RemoteParent($0)) }
        }
    }

    /// The span of this process that is active in this context, if any.
    public var datadogSpan: DatadogSpan? {
        guard case .local(let span) = self[DatadogContextKey.self] else { return nil }
        return span
    }
}
