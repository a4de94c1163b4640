// SPDX-License-Identifier: Apache-2.0

import Extraction
import Metrics
import ModelClient
import Synchronization

/// What a worker's jobs have cost, how their calls of models ended, and how often an answer was there already.
final class ExtractionMetrics: Sendable {
    private struct Call: Hashable {
        var model: String
        let result: String
    }

    private let factory: any MetricsFactory
    private let prefix: String
    private let cost: Counter
    private let hits: Counter
    private let misses: Counter
    private let countsCache: Bool
    private let calls = Mutex<[Call: Counter]>([:])

    /// Jobs may name models: there is no end to names.
    private static let mostCounters = 500

    init(prefix: String, countsCache: Bool, factory: any MetricsFactory) {
        self.factory = factory
        self.prefix = prefix
        self.countsCache = countsCache
        cost = Counter(label: "\(prefix).cost.microdollars", factory: factory)
        hits = Counter(label: "\(prefix).cache.hits", factory: factory)
        misses = Counter(label: "\(prefix).cache.misses", factory: factory)
    }

    func count(_ result: ExtractionResult) {
        cost.increment(by: result.cost ?? 0)
        if countsCache { (result.isCached ? hits : misses).increment() }
        if !result.isCached { count(result.attempts) }
    }

    func count(_ error: ExtractionError) {
        cost.increment(by: error.cost ?? 0)
        // Who asked a model had found nothing.
        if countsCache, !error.attempts.isEmpty { misses.increment() }
        count(error.attempts)
    }

    private func count(_ attempts: [ExtractionAttempt]) {
        for attempt in attempts {
            counter(of: Call(model: attempt.model, result: attempt.errorClass?.rawValue ?? "ok")).increment()
        }
    }

    private func counter(of call: Call) -> Counter {
        calls.withLock { calls in
            var call = call
            if calls[call] == nil, calls.count >= Self.mostCounters { call.model = "other" }
            if let counter = calls[call] { return counter }
            let dimensions = [("model", call.model), ("result", call.result)]
            let counter = Counter(label: "\(prefix).model.calls", dimensions: dimensions, factory: factory)
            calls[call] = counter
            return counter
        }
    }
}
