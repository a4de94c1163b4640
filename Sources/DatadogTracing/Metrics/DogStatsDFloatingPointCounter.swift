// SPDX-License-Identifier: Apache-2.0

import Metrics
import Synchronization

/// Sums up; what was added since the last sending goes out as one line of type `c`.
final class DogStatsDFloatingPointCounter: FloatingPointCounterHandler, MetricHandler {
    let context: MetricContext
    private let unsent = Mutex(0.0)

    init(_ context: MetricContext) {
        self.context = context
    }

    /// Adds positive, finite amounts, as the wrapper of swift-metrics for whole counters does.
    func increment(by amount: Double) {
        guard amount > 0, amount.isFinite else { return }
        unsent.withLock { $0 += amount }
    }

    /// Forgets what was not sent.
    func reset() {
        unsent.withLock { $0 = 0 }
    }

    var hasUnsent: Bool { unsent.withLock { $0 != 0 } }

    func flush(to writer: inout DatagramWriter) {
        let amount = unsent.withLock { unsent in
            defer { unsent = 0 }
            return unsent
        }
        if amount != 0, amount.isFinite { writer.write(context, amount.metricText, type: "c") }
    }
}
