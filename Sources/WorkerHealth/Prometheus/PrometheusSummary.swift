// SPDX-License-Identifier: Apache-2.0

import Metrics
import Synchronization

/// How many values there were, and their sum.
final class PrometheusSummary: RecorderHandler, PrometheusSeries {
    static let kind = PrometheusFamily.Kind.summary
    private let state = Mutex((count: 0, sum: 0.0))

    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        state.withLock { state in
            state.count += 1
            state.sum += value
        }
    }

    func write(_ name: String, labels: String, to text: inout PrometheusText) {
        let (count, sum) = state.withLock { $0 }
        text.sample("\(name)_sum", labels, value: sum)
        text.sample("\(name)_count", labels, value: Double(count))
    }
}
