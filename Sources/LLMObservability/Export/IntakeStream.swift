// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import Logging
import Synchronization

/// Queues items of one kind and sends them, one request after the other.
final class IntakeStream<Item: IntakeItem>: Sendable {
    private let intake: LLMObsIntake
    private let limits: LLMObsLimits
    private let statistics: LLMObsStatistics
    private let logger: Logger
    private let state = Mutex(State())

    private struct State {
        var queue = IntakeQueue<Item>()
        /// The newest sending; sendings wait for each other.
        var sending: Task<Void, Never>?
        /// Whether the last request did not get through.
        var isFailing = false
    }

    init(intake: LLMObsIntake, limits: LLMObsLimits, statistics: LLMObsStatistics, logger: Logger) {
        self.intake = intake
        self.limits = limits
        self.statistics = statistics
        self.logger = logger
    }

    /// Queues an item, or drops and counts it if the queue is full. Says whether it is time to send.
    func append(_ item: Item) -> Bool {
        let (isQueued, isUrgent) = state.withLock { state -> (Bool, Bool) in
            let isQueued = state.queue.append(item, limits: limits)
            let isMuch =
                state.queue.bytes >= limits.maximumPayloadBytes || state.queue.count >= limits.maximumQueuedEvents / 2
            return (isQueued, isMuch && !state.isFailing)
        }
        if isQueued { statistics.queued(Item.self) } else { statistics.dropped(.queueFull, Item.self) }
        return isUrgent
    }

    /// Whether the last sending did not get through.
    var isFailing: Bool { state.withLock { $0.isFailing } }

    /// Starts to send what is queued, after the sending before it.
    func startSending() -> Task<Void, Never> {
        state.withLock { state in
            let previous = state.sending
            let sending = Task {
                await withTaskCancellationHandler {
                    await previous?.value
                } onCancel: {
                    previous?.cancel()
                }
                await self.sendAll()
            }
            state.sending = sending
            return sending
        }
    }

    /// Drops and counts what is left.
    func dropAll() {
        let count = state.withLock { $0.queue.removeAll() }
        statistics.dropped(.shutdown, Item.self, count: count)
    }

    private func sendAll() async {
        guard state.withLock({ !$0.queue.isEmpty }) else { return }
        // Before anything is encoded: without a way all of it would have to be done again.
        guard let route = await intake.route() else { return note(.kept) }
        while let batch = nextBatch() {
            let outcome = await intake.send(batch.body, to: Item.endpoint, via: route, statistics)
            note(outcome)
            switch outcome {
            case .accepted: statistics.sent(Item.self, count: batch.items.count, bytes: batch.body.count)
            case .refused: statistics.dropped(.refused, Item.self, count: batch.items.count)
            case .failed:
                statistics.dropped(.sendFailed, Item.self, count: batch.items.count)
                return
            case .kept:
                state.withLock { $0.queue.putBack(batch.items) }
                return
            }
        }
    }

    private struct Batch {
        var items: [Item] = []
        var body: [UInt8]
    }

    /// As many items as fit into one request; nil if none is left.
    private func nextBatch() -> Batch? {
        var batch = Batch(body: Array(Item.endpoint.prefix.utf8))
        while let item = state.withLock({ $0.queue.takeFirst() }) {
            guard let bytes = item.encoded(maximumBytes: limits.maximumEventBytes) else {
                statistics.dropped(.tooLarge, Item.self)
                continue
            }
            guard batch.items.isEmpty || batch.body.count + bytes.count + 1 <= limits.maximumPayloadBytes else {
                state.withLock { $0.queue.putBack([item]) }
                break
            }
            if !batch.items.isEmpty { batch.body.append(UInt8(ascii: ",")) }
            batch.body += bytes
            batch.items.append(item)
        }
        guard !batch.items.isEmpty else { return nil }
        batch.body += Array(Item.endpoint.suffix.utf8)
        return batch
    }

    /// Tells once that nothing gets through, and once that it does again.
    private func note(_ outcome: LLMObsIntake.Outcome) {
        let isFailing = outcome != .accepted
        let wasFailing = state.withLock { state in
            defer { state.isFailing = isFailing }
            return state.isFailing
        }
        guard isFailing != wasFailing else { return }
        let metadata: Logger.Metadata = ["llmobs.events": "\(Item.endpoint.name)", "llmobs.outcome": "\(outcome)"]
        if isFailing {
            logger.warning("LLM Observability events do not get through", metadata: metadata)
        } else {
            logger.notice("LLM Observability events get through again", metadata: metadata)
        }
    }
}
