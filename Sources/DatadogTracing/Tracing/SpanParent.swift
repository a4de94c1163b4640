// SPDX-License-Identifier: Apache-2.0

public import Tracing

/// Below what a span starts.
public enum SpanParent: Sendable {
    /// The current span, or the context that was extracted in its place.
    case current
    /// Nothing: the span begins a trace.
    case none
    /// A span of this process, ended or not.
    case span(DatadogSpan)
    /// A context from elsewhere, such as one extracted from headers.
    indirect case remote(DatadogSpanContext)
    /// What is active in a context that was kept, with its baggage.
    case context(ServiceContext)

    /// The current context with this parent in it.
    var context: ServiceContext {
        var context = ServiceContext.current ?? .topLevel
        switch self {
        case .current: break
        case .none: if !context.isEmpty { context.activeTrace = nil }
        case .span(let span): return span.context
        case .context(let kept): return kept
        case .remote(let remote): context.datadogSpanContext = remote
        }
        return context
    }
}
