// SPDX-License-Identifier: Apache-2.0

public import Metrics
import Synchronization

/// A swift-metrics back end that keeps the latest figures, to be scraped as Prometheus' text.
///
/// Counters become `name_total`; timers histograms `name_seconds`; recorders that aggregate summaries without
/// quantiles; gauges and meters stay. What Prometheus does not allow in names becomes `_`. A series stays until the
/// process ends, also when its metric is destroyed: Prometheus takes a counter that vanishes for a restart.
public final class PrometheusRegistry: MetricsFactory {
    private struct State {
        var families: [String: PrometheusFamily] = [:]
        var count = 0
        var refused = 0
    }

    private let maximumSeries: Int
    private let state = Mutex(State())

    /// Creates an empty registry.
    ///
    /// - Parameter maximumSeries: At most so many series are kept; further ones go nowhere and are counted as
    ///   `prometheus_series_refused`.
    public init(maximumSeries: Int = 2000) { self.maximumSeries = maximumSeries }

    /// All series in Prometheus' text format 0.0.4, in the order of their names.
    public var text: [UInt8] {
        let (families, refused) = state.withLock { ($0.families, $0.refused) }
        var text = PrometheusText()
        for (_, family) in families.sorted(by: { $0.key < $1.key }) { family.write(to: &text) }
        text.family("prometheus_series_refused", .gauge)
        text.sample("prometheus_series_refused", value: Double(refused))
        return text.bytes
    }

    private func series<Series: PrometheusSeries>(
        _ label: String,
        suffix: String = "",
        _ dimensions: [(String, String)],
        make: () -> Series
    ) -> Series? {
        let name = PrometheusText.name(label) + suffix
        let labels = PrometheusText.labels(dimensions)
        return state.withLock { state in
            var family = state.families[name] ?? PrometheusFamily(name: name, kind: Series.kind)
            if let known = family.series[labels] as? Series { return known }
            guard family.kind == Series.kind, state.count < maximumSeries else {
                state.refused += 1
                return nil
            }
            let series = make()
            family.series[labels] = series
            state.families[name] = family
            state.count += 1
            return series
        }
    }

    /// A counter, `label_total`.
    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        series(label, suffix: "_total", dimensions) { PrometheusCounter() } ?? NOOPMetricsHandler.instance
    }

    /// A gauge.
    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        series(label, dimensions) { PrometheusGauge() } ?? NOOPMetricsHandler.instance
    }

    /// A summary of count and sum, or a gauge if it does not aggregate.
    public func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        guard aggregate else { return series(label, dimensions) { PrometheusGauge() } ?? NOOPMetricsHandler.instance }
        return series(label, dimensions) { PrometheusSummary() } ?? NOOPMetricsHandler.instance
    }

    /// A histogram of seconds, `label_seconds`.
    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        series(label, suffix: "_seconds", dimensions) { PrometheusHistogram() } ?? NOOPMetricsHandler.instance
    }

    /// Keeps the series, see the type's note.
    public func destroyCounter(_ handler: any CounterHandler) {}
    /// The same.
    public func destroyMeter(_ handler: any MeterHandler) {}
    /// The same.
    public func destroyRecorder(_ handler: any RecorderHandler) {}
    /// The same.
    public func destroyTimer(_ handler: any TimerHandler) {}
}
