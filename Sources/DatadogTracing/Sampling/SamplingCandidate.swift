// SPDX-License-Identifier: Apache-2.0

/// What a sampler sees of a trace: its first span in this process, as it is now.
public struct SamplingCandidate: Sendable {
    /// The trace.
    public let traceID: TraceID
    /// The service of the span.
    public let service: String
    /// The operation's name.
    public let name: String
    /// The resource; the operation's name unless one was set.
    public let resource: String
    /// The span's tag `env`, else as configured.
    public let env: String?
    private let makeSpan: @Sendable () -> FinishedSpan

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
        self.name = name
        self.resource = resource
        self.env = env
        self.makeSpan = span
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

    /// The span with its tags, as it would go to the agent if it ended now; made anew at each call.
    public func span() -> FinishedSpan {
        makeSpan()
    }
}
