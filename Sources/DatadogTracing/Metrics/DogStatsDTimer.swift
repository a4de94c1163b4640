// SPDX-License-Identifier: Apache-2.0

import Metrics
import Synchronization

/// Timers: distributions of milliseconds, or of the unit that the timer prefers to be shown in.
final class DogStatsDTimer: TimerHandler, MetricHandler {
    let context: MetricContext
    private let state: Mutex<State>

    private struct State {
        var nanoseconds: ValueSample
        var unit = TimeUnit.milliseconds
    }

    init(_ context: MetricContext, maximumSamples: Int) {
        self.context = context
        let sample = ValueSample(capacity: maximumSamples, seed: .random(in: 0...UInt64.max))
        state = Mutex(State(nanoseconds: sample))
    }

    func recordNanoseconds(_ duration: Int64) {
        state.withLock { $0.nanoseconds.add(Double(duration)) }
    }

    func preferDisplayUnit(_ unit: TimeUnit) {
        state.withLock { $0.unit = unit }
    }

    var hasUnsent: Bool { state.withLock { !$0.nanoseconds.values.isEmpty } }

    func flush(to writer: inout DatagramWriter) {
        let (taken, unit) = state.withLock { ($0.nanoseconds.take(), $0.unit) }
        let scale = Double(unit.scaleFromNanoseconds)
        writer.write(context, distribution: taken.values.map { $0 / scale }, rate: taken.rate)
    }
}
