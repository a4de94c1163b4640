// SPDX-License-Identifier: Apache-2.0

import Metrics
import Synchronization

/// Recorders that aggregate: distributions (type `d`), from which Datadog reckons percentiles across all hosts.
final class DogStatsDDistribution: RecorderHandler, MetricHandler {
    let context: MetricContext
    private let sample: Mutex<ValueSample>

    init(_ context: MetricContext, maximumSamples: Int) {
        self.context = context
        sample = Mutex(ValueSample(capacity: maximumSamples, seed: .random(in: 0...UInt64.max)))
    }

    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) { sample.withLock { $0.add(value) } }

    var hasUnsent: Bool { sample.withLock { !$0.values.isEmpty } }

    func flush(to writer: inout DatagramWriter) {
        let (values, rate) = sample.withLock { $0.take() }
        writer.write(context, distribution: values, rate: rate)
    }
}
