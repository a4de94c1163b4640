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

    /// What there is to start below.
    enum Resolved {
        case span(DatadogSpan)
        case context(ServiceContext)
    }

    // Each case is named, and the parent consumed: a pattern for the rest would count references of the span.
    @inline(__always)
    consuming func resolved() -> Resolved {
        switch consume self {
        case .span(let span): .span(span)
        case .context(let context): .context(context)
        case .current: .context(.current ?? .topLevel)
        case .none: .context(.withoutTrace)
        case .remote(let remote): .context(.below(remote))
        }
    }
}

extension ServiceContext {
    /// The current context with nothing to start below.
    fileprivate static var withoutTrace: ServiceContext {
        guard var context = current, !context.isEmpty else { return .topLevel }
        context.activeTrace = nil
        return context
    }

    /// The current context with this to start below.
    fileprivate static func below(_ remote: DatadogSpanContext) -> ServiceContext {
        var context = current ?? .topLevel
        context.datadogSpanContext = remote
        return context
    }
}
