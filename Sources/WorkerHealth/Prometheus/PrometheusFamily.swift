// SPDX-License-Identifier: Apache-2.0

/// All series of one name.
struct PrometheusFamily: Sendable {
    /// Prometheus' types.
    enum Kind: String, Sendable {
        case counter, gauge, histogram, summary
    }

    let name: String
    let kind: Kind
    /// By their labels, as they are written.
    var series: [String: any PrometheusSeries] = [:]

    func write(to text: inout PrometheusText) {
        text.family(name, kind)
        for (labels, series) in series.sorted(by: { $0.key < $1.key }) { series.write(name, labels: labels, to: &text) }
    }
}
