// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Writes the settlements of many runs in few calls: those that come while a call is under way share the next one.
final class SettlementBatcher: Sendable {
    typealias Outcome = Result<SettlementReply, JobQueueError>

    private struct Pending {
        let job: JobSettlement
        let completion: @Sendable (Outcome) -> Void
    }

    private struct State {
        var waiting: [Pending] = []
        var isSending = false
    }

    private static let maximumJobs = 100
    /// A large settlement goes alone, so that its size harms nobody else's.
    private static let maximumBytes = 1 << 20

    private let driver: any JobQueueDriver
    private let worker: String
    private let state = Mutex(State())

    init(driver: any JobQueueDriver, worker: String) {
        self.driver = driver
        self.worker = worker
    }

    /// Settles one delivery; `completion` is called once with what became of it.
    func submit(_ job: JobSettlement, completion: @escaping @Sendable (Outcome) -> Void) {
        let mustSend = state.withLock { state in
            state.waiting.append(Pending(job: job, completion: completion))
            defer { state.isSending = true }
            return !state.isSending
        }
        if mustSend { Task.detached { await self.sendAll() } }
    }

    private func sendAll() async {
        while let batch = next() {
            let outcomes = await driver.settleEach(batch.map(\.job), worker: worker)
            for (pending, outcome) in zip(batch, outcomes) { pending.completion(outcome) }
        }
    }

    private func next() -> [Pending]? {
        state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.isSending = false
                return nil
            }
            var bytes = 0
            let batch = state.waiting.prefix(Self.maximumJobs).prefix { pending in
                bytes += pending.job.settlement.byteCount
                return bytes <= Self.maximumBytes
            }
            let count = max(batch.count, 1)
            defer { state.waiting.removeFirst(count) }
            return Array(state.waiting.prefix(count))
        }
    }
}
