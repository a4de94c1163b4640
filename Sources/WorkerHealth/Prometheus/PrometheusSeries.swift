// SPDX-License-Identifier: Apache-2.0

/// The figures of one name and set of labels.
protocol PrometheusSeries: AnyObject, Sendable {
    static var kind: PrometheusFamily.Kind { get }

    /// Writes its lines.
    func write(_ name: String, labels: String, to text: inout PrometheusText)
}
