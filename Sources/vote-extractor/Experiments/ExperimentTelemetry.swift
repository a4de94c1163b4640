// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import LLMExperiments
import LLMObservability
import Logging
import ServiceLifecycle
import Synchronization
import Tracing
import UnixSignals

/// Traces and LLM Observability of an experiment, sent while it runs.
struct ExperimentTelemetry {
    let tracer: DatadogTracer
    private let writer: TraceWriter
    private let client: LLMObsClient?

    /// Makes the tracer that of the process.
    ///
    /// - Parameter isMirrored: whether Datadog is to know the experiment, whose records are spans of LLM Observability.
    init(isMirrored: Bool, redaction: RedactionOptions) throws {
        var tracing = DatadogTracingConfiguration(environment: Environment.all)
        // Whoever stops a run waits for this after all else, and for what is under way as long again.
        tracing.limits.shutdownTimeout = .seconds(1)
        (tracer, writer) = DatadogTracing.make(configuration: tracing, logger: .silent)
        InstrumentationSystem.bootstrap(tracer)
        Self.tell(tracing.mistakes.map(\.message))
        var configuration = try redaction.applied(to: LLMObsConfiguration(environment: Environment.all))
        if isMirrored, configuration.exportMode == .apmSpans {
            // Nobody would know whether a record's span has arrived.
            configuration.exportMode = .automatic
            Terminal.complain("DD_LLMOBS_APM_SPANS has no effect with --mirror: spans go by themselves")
        }
        guard configuration.isEnabled == true || isMirrored else {
            client = nil
            // Whoever wrote a value that cannot be used may have meant yes.
            if configuration.isEnabled == nil { Self.tell(configuration.mistakes.map(\.message)) }
            return
        }
        client = LLMObsClient(configuration: configuration, tracer: tracer, logger: isMirrored ? .warnings : .silent)
    }

    private static func tell(_ mistakes: [String]) {
        for mistake in mistakes { Terminal.complain("a setting has no effect: \(mistake)") }
    }

    /// Checks that the records of a mirrored experiment can get to Datadog.
    func checkMirror() throws { try ExperimentPlatform.checkSpans(of: client) }

    /// Runs the body until it ends; SIGINT or SIGTERM cancels it, and a second one ends the process.
    func during<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) async throws -> Value {
        let work = Work(client: client, body: body)
        let telemetry: [any Service] = [ImpatientUser(), writer] + (client.map { [$0] } ?? [])
        let services = telemetry.map { ServiceGroupConfiguration.ServiceConfiguration(service: $0) }
        let ending = ServiceGroupConfiguration.ServiceConfiguration(
            service: work,
            successTerminationBehavior: .gracefullyShutdownGroup
        )
        let configuration = ServiceGroupConfiguration(
            services: services + [ending],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: .silent
        )
        try await ServiceGroup(configuration: configuration).run()
        tellLosses()
        return try work.value()
    }

    /// What did not get through is missing at Datadog.
    private func tellLosses() {
        if let counts = client?.statistics.snapshot {
            tell(counts.spans, "spans of LLM Observability")
            tell(counts.evaluations, "evaluations")
        }
        // Who has no agent has not asked for traces.
        guard Environment["DD_TRACE_AGENT_URL"] ?? Environment["DD_AGENT_HOST"] != nil else { return }
        let chunks = tracer.statistics.snapshot.droppedChunks.values.reduce(0, +)
        if chunks > 0 { Terminal.complain("\(chunks) traces did not get through: the agent did not take them") }
    }

    private func tell(_ counts: LLMObsStatistics.Counts, _ things: String) {
        let lost = counts.dropped.filter { $0.value > 0 }.sorted { $0.key.rawValue < $1.key.rawValue }
        guard !lost.isEmpty else { return }
        let reasons = lost.map { "\($0.value) \($0.key.rawValue)" }.joined(separator: ", ")
        Terminal.complain(
            "\(lost.map(\.value).reduce(0, +)) \(things) did not get through (\(reasons)): Datadog lacks them"
        )
    }
}

/// The experiment itself, as a service whose end is the group's.
private final class Work<Value: Sendable>: Service {
    private let client: LLMObsClient?
    private let body: @Sendable () async throws -> Value
    private let result = Mutex<Result<Value, any Error>?>(nil)

    init(client: LLMObsClient?, body: @escaping @Sendable () async throws -> Value) {
        self.client = client
        self.body = body
    }

    /// Its failure is no failure of the group, which has to send what there is.
    func run() async throws {
        let outcome: Result<Value, any Error>
        do {
            outcome = .success(
                try await LLMObs.withClient(client) { [body] in
                    try await cancelWhenGracefulShutdown { try await body() }
                }
            )
        } catch {
            outcome = .failure(error)
        }
        result.withLock { $0 = outcome }
    }

    func value() throws -> Value {
        guard let result = result.withLock({ $0 }) else { throw CancellationError() }
        return try result.get()
    }
}

/// Ends the process at once when it is told to stop for the second time.
private struct ImpatientUser: Service {
    func run() async throws {
        var requests = 0
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
        for await _ in signals.cancelOnGracefulShutdown() {
            requests += 1
            if requests == 2 { Terminal.leave(.interrupted) }
        }
    }
}
