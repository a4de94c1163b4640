// SPDX-License-Identifier: Apache-2.0

import Metrics
import Synchronization

/// The latest of a number's values.
final class PrometheusGauge: MeterHandler, RecorderHandler, PrometheusSeries {
    static let kind = PrometheusFamily.Kind.gauge
    private let value = Mutex(0.0)

    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { self.value.withLock { $0 = value } }
    func increment(by amount: Double) { value.withLock { $0 += amount } }
    func decrement(by amount: Double) { value.withLock { $0 -= amount } }
    func record(_ value: Int64) { set(Double(value)) }
    func record(_ value: Double) { set(value) }

    func write(_ name: String, labels: String, to text: inout PrometheusText) {
        text.sample(name, labels, value: value.withLock { $0 })
    }
}
