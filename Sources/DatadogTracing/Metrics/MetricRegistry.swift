// SPDX-License-Identifier: Apache-2.0

/// All metrics of a client.
struct MetricRegistry {
    var counters = MetricTable<DogStatsDCounter>()
    var floatingPointCounters = MetricTable<DogStatsDFloatingPointCounter>()
    var gauges = MetricTable<DogStatsDGauge>()
    var distributions = MetricTable<DogStatsDDistribution>()
    var timers = MetricTable<DogStatsDTimer>()

    var count: Int {
        counters.count + floatingPointCounters.count + gauges.count + distributions.count + timers.count
    }

    var handlers: [any MetricHandler] {
        counters.handlers + floatingPointCounters.handlers + gauges.handlers + distributions.handlers + timers.handlers
    }

    mutating func sweep() {
        counters.sweep()
        floatingPointCounters.sweep()
        gauges.sweep()
        distributions.sweep()
        timers.sweep()
    }
}
