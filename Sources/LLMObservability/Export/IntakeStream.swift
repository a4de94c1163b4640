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
    private let state: Mutex<State>
    /// Between two sendings; cut short when much has come in.
    let nap = Nap()

    private struct State {
        var queue = IntakeQueue<Item>()
        /// The newest sending; sendings wait for each other.
        var sending: Task<Void, Never>?
        /// The newest one while it waits for the one before.
        var waiting: Task<Void, Never>?
        var health = IntakeHealth()
        var requestSize: RequestSize
    }

    init(intake: LLMObsIntake, limits: LLMObsLimits, statistics: LLMObsStatistics, logger: Logger) {
        self.intake = intake
        self.limits = limits
        self.statistics = statistics
        self.logger = logger
        self.state = Mutex(State(requestSize: RequestSize(limit: limits.maximumPayloadBytes)))
    }

    /// Queues an item, or drops and counts it if the queue is full. Where much waits it is time to send.
    func append(_ item: Item) {
        let (isQueued, isUrgent) = state.withLock { state -> (Bool, Bool) in
            let isQueued = state.queue.append(item, limits: limits)
            let isMuch =
                state.queue.bytes >= limits.maximumPayloadBytes || state.queue.count >= limits.maximumQueuedEvents / 2
            return (isQueued, isMuch && !state.health.isFailing)
        }
        if isQueued { statistics.queued(Item.self) } else { statistics.dropped(.queueFull, Item.self) }
        if isUrgent { nap.wake() }
    }

    /// Starts to send what is queued unless the last time failed just now.
    func startDueSending() -> Task<Void, Never>? {
        let nextTry = state.withLock { $0.health.nextTry }
        if let nextTry, nextTry > .now { return nil }
        return startSending()
    }

    /// A sending of all that is queued now: the one that waits for its turn, or a new one.
    func startSending() -> Task<Void, Never> {
        state.withLock { state in
            if let waiting = state.waiting { return waiting }
            let previous = state.sending
            let sending = Task {
                await withTaskCancellationHandler {
                    await previous?.value
                } onCancel: {
                    previous?.cancel()
                }
                self.state.withLock { $0.waiting = nil }
                await self.sendAll()
            }
            state.sending = sending
            state.waiting = sending
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
        guard let route = await intake.route() else {
            // Once the time is over nobody gets an answer, which says nothing about the way.
            if !Task.isCancelled { failed(intake.missingRoute) }
            return
        }
        var next: IntakeBatch<Item>.Encoded?
        while let batch = nextBatch(&next), await send(batch, followedBy: &next, via: route) {}
        putBack([], followedBy: &next)
    }

    /// Whether to go on with the next one.
    private func send(
        _ batch: IntakeBatch<Item>,
        followedBy next: inout IntakeBatch<Item>.Encoded?,
        via route: LLMObsIntake.Route
    ) async -> Bool {
        let outcome = await intake.send(batch.body, to: Item.endpoint, via: route, statistics)
        let count = batch.items.count
        switch outcome {
        case .accepted:
            statistics.sent(Item.self, count: count, bytes: batch.body.count)
            for item in batch.items { item.arrived() }
            succeeded()
            return true
        case .refused(let failure):
            if failure.isTooLarge, count > 1 {
                state.withLock { $0.requestSize.refused(bytes: batch.body.count) }
                putBack(batch.items, followedBy: &next)
            } else {
                statistics.dropped(failure.isTooLarge ? .tooLarge : .refused, Item.self, count: count)
                failed(failure, via: route)
            }
            return true
        case .failed(let failure):
            statistics.dropped(.sendFailed, Item.self, count: count)
            failed(failure, via: route)
        case .kept(let failure):
            putBack(batch.items, followedBy: &next)
            failed(failure, via: route)
        case .interrupted:
            statistics.dropped(.shutdown, Item.self, count: count)
        }
        return false
    }

    /// Puts items back to where they were, and the one after them that was taken already.
    private func putBack(_ items: [Item], followedBy next: inout IntakeBatch<Item>.Encoded?) {
        let items = items + (next.take().map { [$0.item] } ?? [])
        guard !items.isEmpty else { return }
        state.withLock { $0.queue.putBack(items) }
    }

    /// As many items as fit into one request; nil if none is left. What was encoded and did not fit is in `next`.
    private func nextBatch(_ next: inout IntakeBatch<Item>.Encoded?) -> IntakeBatch<Item>? {
        let maximumBytes = state.withLock { $0.requestSize.maximumBytes }
        var batch = IntakeBatch<Item>()
        while let encoded = next.take() ?? takeEncoded() {
            guard batch.add(encoded, maximumBytes: maximumBytes) else {
                next = encoded
                break
            }
        }
        guard !batch.items.isEmpty else { return nil }
        batch.close()
        return batch
    }

    /// The next item that is not too large; those that are drop out.
    private func takeEncoded() -> IntakeBatch<Item>.Encoded? {
        while let item = state.withLock({ $0.queue.takeFirst() }) {
            if let bytes = item.encoded(maximumBytes: limits.maximumItemBytes) {
                return IntakeBatch<Item>.Encoded(item: item, bytes: bytes)
            }
            statistics.dropped(.tooLarge, Item.self)
        }
        return nil
    }

    /// Tells once that nothing gets through, and why.
    private func failed(_ failure: IntakeFailure, via route: LLMObsIntake.Route? = nil) {
        guard state.withLock({ $0.health.failed(at: .now) }) != nil else { return }
        var metadata = failure.metadata
        metadata["llmobs.events"] = "\(Item.endpoint.name)"
        if let route { metadata["llmobs.address"] = "\(intake.address(of: Item.endpoint, via: route))" }
        logger.warning("LLM Observability events do not get through", metadata: metadata)
    }

    /// Tells once that events get through again.
    private func succeeded() {
        let news = state.withLock { state in
            state.requestSize.accepted()
            return state.health.succeeded()
        }
        guard news != nil else { return }
        let metadata: Logger.Metadata = ["llmobs.events": "\(Item.endpoint.name)"]
        logger.notice("LLM Observability events get through again", metadata: metadata)
    }
}
