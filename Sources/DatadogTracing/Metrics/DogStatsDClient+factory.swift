// SPDX-License-Identifier: Apache-2.0

public import Metrics
import Synchronization

extension DogStatsDClient: MetricsFactory {
    /// A counter of type `c`.
    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        handler(\.counters, label, dimensions) { DogStatsDCounter($0) } ?? refused
    }

    /// A counter of type `c` that takes fractions.
    public func makeFloatingPointCounter(
        label: String,
        dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        handler(\.floatingPointCounters, label, dimensions) { DogStatsDFloatingPointCounter($0) } ?? refused
    }

    /// A gauge of type `g`.
    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        handler(\.gauges, label, dimensions) { DogStatsDGauge($0) } ?? refused
    }

    /// A distribution of type `d`, or a gauge of type `g` if it does not aggregate.
    public func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        guard aggregate else { return handler(\.gauges, label, dimensions) { DogStatsDGauge($0) } ?? refused }
        let maximumSamples = configuration.maximumSamples
        return handler(\.distributions, label, dimensions) {
            DogStatsDDistribution($0, maximumSamples: maximumSamples)
        } ?? refused
    }

    /// A distribution of type `d`, of milliseconds or the unit that the timer prefers.
    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        let maximumSamples = configuration.maximumSamples
        return handler(\.timers, label, dimensions) {
            DogStatsDTimer($0, maximumSamples: maximumSamples)
        } ?? refused
    }

    /// Lets the counter go after its last sending, unless others of the same name and tags are in use.
    public func destroyCounter(_ handler: any CounterHandler) {
        destroy(handler as? DogStatsDCounter, in: \.counters)
    }

    /// The same for a counter of fractions.
    public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {
        destroy(handler as? DogStatsDFloatingPointCounter, in: \.floatingPointCounters)
    }

    /// The same for a meter, which is not repeated any more.
    public func destroyMeter(_ handler: any MeterHandler) {
        destroy(handler as? DogStatsDGauge, in: \.gauges)
    }

    /// The same for a recorder of either kind.
    public func destroyRecorder(_ handler: any RecorderHandler) {
        destroy(handler as? DogStatsDDistribution, in: \.distributions)
        destroy(handler as? DogStatsDGauge, in: \.gauges)
    }

    /// The same for a timer.
    public func destroyTimer(_ handler: any TimerHandler) {
        destroy(handler as? DogStatsDTimer, in: \.timers)
    }

    private var refused: NOOPMetricsHandler { .instance }

    private func handler<Handler>(
        _ table: WritableKeyPath<MetricRegistry, MetricTable<Handler>>,
        _ label: String,
        _ dimensions: [(String, String)],
        make: (MetricContext) -> Handler
    ) -> Handler? {
        let context = contexts.context(label: label, dimensions: dimensions)
        let handler = registry.withLock { registry in
            let hasRoom = registry.count < configuration.maximumMetrics
            return registry[keyPath: table].handler(for: context, hasRoom: hasRoom) { make(context) }
        }
        if handler == nil { statistics.refusedMetric() }
        return handler
    }

    private func destroy<Handler>(
        _ handler: Handler?,
        in table: WritableKeyPath<MetricRegistry, MetricTable<Handler>>
    ) {
        guard let handler else { return }
        registry.withLock { $0[keyPath: table].destroy(handler) }
    }
}
