// SPDX-License-Identifier: Apache-2.0

import Metrics
import Synchronization

/// How many durations there were up to each bound.
final class PrometheusHistogram: TimerHandler, PrometheusSeries {
    static let kind = PrometheusFamily.Kind.histogram

    /// In seconds. From a local step to a document whose model needs ten minutes.
    static let bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600]

    private struct State {
        /// Of each bound alone, then of all beyond.
        var counts = [Int](repeating: 0, count: bounds.count + 1)
        var sum = 0.0
    }

    private let state = Mutex(State())

    func recordNanoseconds(_ duration: Int64) {
        let seconds = Double(duration) / 1e9
        let bucket = Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count
        state.withLock { state in
            state.counts[bucket] += 1
            state.sum += seconds
        }
    }

    func write(_ name: String, labels: String, to text: inout PrometheusText) {
        let state = state.withLock { $0 }
        var count = 0
        for (bound, more) in zip(Self.bounds.map { "\($0)" } + ["+Inf"], state.counts) {
            count += more
            let bucket = PrometheusText.labels([("le", bound)])
            text.sample("\(name)_bucket", labels.isEmpty ? bucket : "\(labels),\(bucket)", value: Double(count))
        }
        text.sample("\(name)_sum", labels, value: state.sum)
        text.sample("\(name)_count", labels, value: Double(count))
    }
}
