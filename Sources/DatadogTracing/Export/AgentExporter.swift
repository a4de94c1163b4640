// SPDX-License-Identifier: Apache-2.0

public import Logging
import Synchronization

/// Sends chunks to a Datadog agent (MessagePack) and passes on the rates that the agent answers with.
///
/// While nobody listens at the agent's address, chunks are given back. Requests that fail otherwise or are answered with
/// 408, 429 or 5xx are made again, six times within half a minute at most; then their chunks are dropped. Other refusals
/// are final. An agent that does not take version 0.5 gets the same chunks as 0.4. Whatever is dropped is counted.
public final class AgentExporter: TraceExporter {
    private let sender: TraceSender
    private let sampler: AgentRateSampler?
    private let limits: TracingLimits
    private let usesNativeSpanEvents: Bool
    private let logger: Logger
    private let state: Mutex<State>

    private struct State {
        var version: TraceAPIVersion
        /// Why the last payload did not get through; nil if it did.
        var trouble: Trouble?
    }

    private enum Trouble: Equatable {
        case unreachable
        case refused(status: Int)
    }

    /// An exporter to this agent.
    ///
    /// - Parameters:
    ///   - sampler: takes the rates of the agent's answers.
    ///   - logger: gets a warning when traces stop getting through or are refused, a notice when that is over, and more at
    ///     debug.
    public convenience init(
        agent: AgentClient,
        configuration: DatadogTracingConfiguration,
        sampler: AgentRateSampler?,
        logger: Logger
    ) {
        self.init(agent: agent, configuration: configuration, sampler: sampler, retry: RetryPolicy(), logger: logger)
    }

    init(
        agent: AgentClient,
        configuration: DatadogTracingConfiguration,
        sampler: AgentRateSampler?,
        retry: RetryPolicy,
        logger: Logger
    ) {
        let clientStats =
            configuration.computesClientStats ? ClientStats(agent: agent, configuration: configuration) : nil
        sender = TraceSender(agent: agent, clientStats: clientStats, retry: retry, logger: logger)
        self.sampler = sampler
        self.logger = logger
        limits = configuration.limits
        usesNativeSpanEvents = configuration.usesNativeSpanEvents
        state = Mutex(State(version: configuration.apiVersion))
    }

    /// Counts the chunk's spans, and leaves out what sampling rejected, if the agent wants that and it is configured.
    public func admit(_ chunk: TraceChunk, statistics: TracingStatistics) -> TraceChunk? {
        guard let clientStats = sender.clientStats else { return chunk }
        return clientStats.count(chunk, statistics)
    }

    /// Asks the agent what it can do, again and again, and sends it the statistics of the spans.
    public func maintain(statistics: TracingStatistics) async {
        async let _: Void? = sender.clientStats?.run(statistics)
        await sender.agent.keepInformed()
    }

    /// Sends the statistics of all spans so far.
    public func flushStats(statistics: TracingStatistics) async {
        await sender.clientStats?.send(all: true, statistics)
    }

    /// Sends the chunks in as many requests as their size asks for; stops at the first that does not get through.
    public func export(_ chunks: [TraceChunk], statistics: TracingStatistics) async -> [TraceChunk] {
        var payloads = payloads(of: chunks)
        defer { statistics.dropped(.payloadTooLarge, payloads.tooLarge) }
        while let payload = payloads.next() {
            let answer = await sender.send(payload, statistics)
            note(answer, to: payload.version)
            switch answer {
            case .accepted(let body):
                statistics.sent(payload.chunks, bytes: payload.body.count)
                sampler?.update(agentAnswer: body)
            case .unknownEndpoint where payload.version != .v04:
                fallBack(from: payload.version)
                statistics.dropped(.payloadTooLarge, payloads.tooLarge)
                payloads = self.payloads(of: Array(payload.chunks + payloads.rest))
            case .refused, .unknownEndpoint:
                statistics.dropped(.rejected, payload.chunks)
            case .notSent:
                return Array(payload.chunks + payloads.rest)
            case .tryAgain, .unusable:
                statistics.dropped(.sendFailed, payload.chunks)
                return Array(payloads.rest)
            }
        }
        return []
    }

    /// In the form that is configured, unless the agent is known to read another one.
    private func payloads(of chunks: [TraceChunk]) -> TracePayloads {
        let info = sender.agent.info
        let version = state.withLock { $0.version }
        let isKnownToLack = info.map { !$0.endpoints.isEmpty && !$0.offers(version.endpoint) } ?? false
        return TracePayloads(
            chunks,
            isKnownToLack ? .v04 : version,
            nativeSpanEvents: usesNativeSpanEvents && info?.readsSpanEvents == true,
            maximumBytes: limits.maximumPayloadBytes
        )
    }

    private func fallBack(from version: TraceAPIVersion) {
        state.withLock { $0.version = .v04 }
        logger.info("the agent does not take traces of version \(version.rawValue): going on with v0.4")
    }

    /// Tells once that payloads stopped getting through, and why, and once that they do again.
    private func note(_ answer: AgentAnswer, to version: TraceAPIVersion) {
        let trouble: Trouble?
        switch answer {
        case .accepted: trouble = nil
        case .unknownEndpoint where version != .v04: return
        case .refused(let status), .unknownEndpoint(let status): trouble = .refused(status: status)
        case .tryAgain, .notSent, .unusable: trouble = .unreachable
        }
        guard !Task.isCancelled else { return }
        let previous = state.withLock { state in
            defer { state.trouble = trouble }
            return state.trouble
        }
        if trouble != previous { tell(trouble) }
    }

    private func tell(_ trouble: Trouble?) {
        var metadata: Logger.Metadata = ["agent": "\(sender.agent.address)"]
        switch trouble {
        case nil:
            logger.notice("traces reach the agent again", metadata: metadata)
        case .unreachable:
            logger.warning("traces do not reach the agent", metadata: metadata)
        case .refused(let status):
            metadata["http.status_code"] = "\(status)"
            logger.warning("the agent refuses traces: check that this is a Datadog agent's address", metadata: metadata)
        }
    }
}
