// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import HTTPTypes
import Synchronization
import Tracing

/// Counts spans in place of the agent, sends the counts every ten seconds, and leaves out rejected traces once they are
/// counted.
///
/// All this only while the agent says that it wants it.
final class ClientStats: Sendable {
    private let agent: AgentClient
    private let configuration: DatadogTracingConfiguration
    private let state: Mutex<State>
    private let clock: @Sendable () -> Int64

    private struct State {
        var concentrator: StatsConcentrator
        /// Payloads that the agent has not got yet, the oldest first.
        var unsent: [StatsPayload] = []
        var sequence = 0
        var leftOut = LeftOut()
    }

    /// Traces and spans that were counted and not sent.
    struct LeftOut {
        var traces = 0
        var spans = 0
    }

    private static let interval = Duration.seconds(10)
    /// A minute's worth.
    private static let maximumUnsent = 6

    /// - Parameter clock: the time in Unix nanoseconds.
    init(
        agent: AgentClient,
        configuration: DatadogTracingConfiguration,
        clock: @escaping @Sendable () -> Int64 = { Int64(clamping: DefaultTracerClock.now.nanosecondsSinceEpoch) }
    ) {
        self.agent = agent
        self.configuration = configuration
        self.clock = clock
        let concentrator = StatsConcentrator(maximumKeys: configuration.limits.maximumStatsKeys, now: clock())
        state = Mutex(State(concentrator: concentrator))
    }

    /// Counts the chunk's spans, and gives what has to be sent of it.
    func count(_ chunk: TraceChunk, _ statistics: TracingStatistics) -> TraceChunk? {
        guard let info = agent.info, info.takesClientStats else { return chunk }
        let now = clock()
        let rest = chunk.withoutRejectedSpans
        let leftOut = chunk.count - (rest?.count ?? 0)
        let counted = chunk.countedSpans(peerTags: info.peerTags)
        let overflow = state.withLock { state in
            state.leftOut.traces += rest == nil ? 1 : 0
            state.leftOut.spans += leftOut
            return counted.count { !state.concentrator.add($0, now: now) }
        }
        statistics.counted(overflow: overflow)
        statistics.dropped(.sampledOut, chunks: rest == nil ? 1 : 0, spans: leftOut)
        return rest
    }

    /// What was left out since the last call, which the caller tells the agent.
    func takeLeftOut() -> LeftOut {
        state.withLock { state in
            defer { state.leftOut = LeftOut() }
            return state.leftOut
        }
    }

    /// Takes back what the agent was not told.
    func giveBack(_ leftOut: LeftOut) {
        state.withLock { state in
            state.leftOut.traces += leftOut.traces
            state.leftOut.spans += leftOut.spans
        }
    }

    /// Sends closed buckets every ten seconds until cancelled.
    func run(_ statistics: TracingStatistics) async {
        while (try? await Task.sleep(for: Self.interval)) != nil { await send(all: false, statistics) }
    }

    /// Sends all buckets, also those that are not closed yet, or only the closed ones.
    func send(all: Bool, _ statistics: TracingStatistics) async {
        let payloads = takePayloads(all: all)
        for (index, payload) in payloads.enumerated() {
            guard await isDone(payload, statistics) else { return keep(payloads[index...], statistics) }
        }
    }

    private func takePayloads(all: Bool) -> [StatsPayload] {
        let now = clock()
        return state.withLock { state in
            let buckets = state.concentrator.take(all: all, now: now)
            if !buckets.isEmpty {
                state.unsent.append(payload(buckets, sequence: state.sequence))
                state.sequence += 1
            }
            defer { state.unsent = [] }
            return state.unsent
        }
    }

    private func payload(_ buckets: [StatsBucket], sequence: Int) -> StatsPayload {
        StatsPayload(
            hostName: configuration.hostName ?? "",
            env: configuration.env ?? "unknown-env",
            version: configuration.version ?? "",
            service: configuration.service,
            runtimeID: ProcessIdentity.current.runtimeID,
            sequence: sequence,
            buckets: buckets
        )
    }

    /// Whether the payload need not be sent again: it has arrived, or may have, and must not count twice.
    private func isDone(_ payload: StatsPayload, _ statistics: TracingStatistics) async -> Bool {
        do {
            let response = try await agent.send(
                .post,
                AgentInfo.statsEndpoint,
                headers: [.contentType: "application/msgpack"],
                body: MessagePackWriter.payload(payload)
            )
            let answer = AgentAnswer(response)
            guard answer.isFinal else { return false }
            if case .accepted = answer { return true }
        } catch {
            if case .notSent = AgentAnswer(error) { return false }
        }
        statistics.dropped(statsBuckets: payload.buckets.count)
        return true
    }

    /// Keeps payloads for the next sending, the newest if there are too many.
    private func keep(_ payloads: ArraySlice<StatsPayload>, _ statistics: TracingStatistics) {
        let lost = state.withLock { state in
            state.unsent = payloads + state.unsent
            let surplus = state.unsent.prefix(max(0, state.unsent.count - Self.maximumUnsent))
            state.unsent.removeFirst(surplus.count)
            return surplus.reduce(0) { $0 + $1.buckets.count }
        }
        statistics.dropped(statsBuckets: lost)
    }
}
