// SPDX-License-Identifier: Apache-2.0

import Metrics
import Synchronization

/// Meters and recorders that do not aggregate: the last value, of type `g`.
///
/// It is sent each time, changed or not, because the agent forgets gauges that are not repeated.
final class DogStatsDGauge: MeterHandler, RecorderHandler, MetricHandler {
    let context: MetricContext
    private let state = Mutex(State())

    private struct State {
        var value: Double?
        var isUnsent = false

        mutating func set(_ new: Double) {
            guard new.isFinite else { return }
            value = new
            isUnsent = true
        }
    }

    init(_ context: MetricContext) {
        self.context = context
    }

    func set(_ value: Int64) { set(Double(value)) }

    func set(_ value: Double) { state.withLock { $0.set(value) } }

    func record(_ value: Int64) { set(Double(value)) }

    func record(_ value: Double) { set(value) }

    func increment(by amount: Double) {
        guard amount > 0 else { return }
        state.withLock { $0.set(($0.value ?? 0) + amount) }
    }

    func decrement(by amount: Double) {
        guard amount > 0 else { return }
        state.withLock { $0.set(($0.value ?? 0) - amount) }
    }

    var hasUnsent: Bool { state.withLock { $0.isUnsent } }

    func flush(to writer: inout DatagramWriter) {
        let value = state.withLock { state in
            state.isUnsent = false
            return state.value
        }
        if let value { writer.write(context, value.metricText, type: "g") }
    }
}
