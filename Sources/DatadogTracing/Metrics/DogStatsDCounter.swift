// SPDX-License-Identifier: Apache-2.0

import Metrics
import Synchronization

/// Counts in one atomic number; what was added since the last sending goes out as one line of type `c`.
final class DogStatsDCounter: CounterHandler, MetricHandler {
    let context: MetricContext
    private let unsent = Atomic<Int64>(0)

    init(_ context: MetricContext) {
        self.context = context
    }

    func increment(by amount: Int64) {
        unsent.wrappingAdd(amount, ordering: .relaxed)
    }

    /// Forgets what was not sent; what was sent cannot be taken back.
    func reset() {
        unsent.store(0, ordering: .relaxed)
    }

    var hasUnsent: Bool { unsent.load(ordering: .relaxed) != 0 }

    func flush(to writer: inout DatagramWriter) {
        let amount = unsent.exchange(0, ordering: .relaxed)
        if amount != 0 { writer.write(context, "\(amount)", type: "c") }
    }
}
