// SPDX-License-Identifier: Apache-2.0

/// What a sampler sees of a trace: its first span in this process, as it is now.
public struct SamplingCandidate: Sendable {
    /// The trace.
    public let traceID: TraceID
    /// The service of the span.
    public let service: String
    /// The span's tag `env`, else as configured.
    public let env: String?
    private let source: Source

    /// Where the rest comes from if a sampler asks for it, which few do.
    private enum Source {
        case texts(name: String, resource: String, span: @Sendable () -> FinishedSpan)
        case span(DatadogSpan)
    }

    /// A candidate whose tags are made only if the sampler asks for them.
    public init(
        traceID: TraceID,
        service: String,
        name: String,
        resource: String,
        env: String?,
        span: @escaping @Sendable () -> FinishedSpan
    ) {
        self.traceID = traceID
        self.service = service
        self.env = env
        source = .texts(name: name, resource: resource, span: span)
    }

    /// A span of which this is known already.
    init(_ span: DatadogSpan, service: String, env: String?) {
        traceID = span.traceID
        self.service = service
        self.env = env
        source = .span(span)
    }

    /// A span that has ended.
    init(_ span: FinishedSpan, env: String?) {
        self.init(
            traceID: span.traceID,
            service: span.service,
            name: span.name,
            resource: span.resource,
            env: span.tags.value("env")?.string ?? env,
            span: { span }
        )
    }

    /// The operation's name, as it is when asked for.
    public var name: String {
        switch source {
        case .texts(let name, _, _): name
        case .span(let span): span.operationName
        }
    }

    /// The resource, as it is when asked for; the operation's name unless one was set.
    public var resource: String {
        switch source {
        case .texts(_, let resource, _): resource
        case .span(let span): span.resource
        }
    }

    /// The span with its tags, as it would go to the agent if it ended now; made anew at each call.
    public func span() -> FinishedSpan {
        switch source {
        case .texts(_, _, let make): make()
        case .span(let span): span.snapshot
        }
    }
}
