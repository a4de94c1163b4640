// SPDX-License-Identifier: Apache-2.0

import Tracing

/// Runs each job under a consumer span that continues the trace in the job's headers.
///
/// The span is a child of the producer's, unless the job waited long, was redriven, or asks for it
/// (`options.trace: "link"`): then it starts a trace of its own with a link to the producer's. Baggage comes along in
/// any case.
public struct TracingMiddleware: JobMiddleware {
    /// The span's operation name.
    public var operationName: String
    /// The store behind the queue, such as `redis`: the `messaging.system` tag.
    public var messagingSystem: String
    /// Waits beyond this make a new, linked trace.
    public var longestWait: Duration = .seconds(300)

    /// Creates the middleware.
    public init(operationName: String, messagingSystem: String) {
        self.operationName = operationName
        self.messagingSystem = messagingSystem
    }

    /// Traces the run.
    public func handle(_ context: JobContext, next: Next) async -> JobOutcome {
        let producer = extracted(context.job.headers)
        let isLinked = startsOwnTrace(context)
        // Without the headers that name a trace, a new one begins.
        let parent = isLinked ? extracted(context.job.headers.filter { $0.key == "baggage" }) : producer
        return await withSpan(operationName, context: parent, ofKind: .consumer) { span in
            if isLinked { span.addLink(SpanLink(context: producer, attributes: [:])) }
            var context = context
            context.span = span
            InstrumentationSystem.instrument.inject(span.context, into: &context.traceHeaders, using: HeaderInjector())
            tag(span, context)
            let outcome = await next(context)
            tag(span, outcome, context)
            return outcome
        }
    }

    private func extracted(_ headers: [String: String]) -> ServiceContext {
        var context = ServiceContext.topLevel
        InstrumentationSystem.instrument.extract(headers, into: &context, using: HeaderExtractor())
        return context
    }

    private func startsOwnTrace(_ context: JobContext) -> Bool {
        context.job.options.linksTrace || context.job.run.redrives > 0 || context.queueLatency > longestWait
    }

    private func tag(_ span: any Span, _ context: JobContext) {
        span.attributes["resource.name"] = context.job.type
        span.attributes["span.type"] = "worker"
        span.attributes["request.id"] = context.job.id
        span.attributes["request.user"] = context.job.user?.id
        span.attributes["user.id"] = context.job.user?.id
        span.attributes["user.role"] = context.job.user?.role
        span.attributes["messaging.system"] = messagingSystem
        span.attributes["messaging.destination.name"] = context.queue
        span.attributes["messaging.message.id"] = context.job.id
        span.attributes["worker.id"] = context.worker
        span.attributes["job.delivery"] = context.delivery
        span.attributes["job.attempt"] = context.attempt
        span.attributes["job.queue_latency_ms"] = context.queueLatency.milliseconds
    }

    private func tag(_ span: any Span, _ outcome: JobOutcome, _ context: JobContext) {
        span.attributes["request.success"] = if case .completed = outcome { true } else { false }
        span.attributes["operation.status"] = outcome.operationStatus
        span.attributes["request.duration_ms"] = Moment.now.since(context.startedAt).milliseconds
        guard let failure = outcome.failure else { return }
        span.attributes["error"] = true
        span.attributes["error.type"] = failure.errorType
        span.attributes["error.message"] = failure.message
    }
}
