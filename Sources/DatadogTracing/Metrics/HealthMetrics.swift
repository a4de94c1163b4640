// SPDX-License-Identifier: Apache-2.0

import Metrics
import Synchronization

/// `datadog.tracer.*`: what the tracer sent and dropped since the last time, as distributions.
final class HealthMetrics: Sendable {
    private let last = Mutex(TracingStatistics.Snapshot())

    init() {}

    /// Records what these counts have more than the last ones.
    func record(_ counts: TracingStatistics.Snapshot, to factory: any MetricsFactory) {
        let previous = last.withLock { last in
            defer { last = counts }
            return last
        }
        let before = previous.healthMetrics
        for (metric, count) in counts.healthMetrics where count > before[metric, default: 0] {
            factory.makeRecorder(label: "datadog.tracer." + metric.name, dimensions: metric.tags, aggregate: true)
                .record(Int64(count - before[metric, default: 0]))
        }
    }
}
