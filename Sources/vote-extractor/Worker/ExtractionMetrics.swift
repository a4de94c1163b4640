// SPDX-License-Identifier: Apache-2.0

import Extraction
import Metrics

/// What a worker's jobs have cost, and how often an answer was there already.
struct ExtractionMetrics {
    private let cost: Counter
    private let hits: Counter
    private let misses: Counter
    private let countsCache: Bool

    init(prefix: String, countsCache: Bool, factory: any MetricsFactory) {
        self.countsCache = countsCache
        cost = Counter(label: "\(prefix).cost.microdollars", factory: factory)
        hits = Counter(label: "\(prefix).cache.hits", factory: factory)
        misses = Counter(label: "\(prefix).cache.misses", factory: factory)
    }

    func count(_ result: ExtractionResult) {
        cost.increment(by: result.cost ?? 0)
        guard countsCache else { return }
        (result.isCached ? hits : misses).increment()
    }

    func count(_ error: ExtractionError) {
        cost.increment(by: error.cost ?? 0)
        // Who asked a model had found nothing.
        if countsCache, !error.attempts.isEmpty { misses.increment() }
    }
}
