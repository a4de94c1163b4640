// SPDX-License-Identifier: Apache-2.0

/// Gathers a metric's values between two sendings.
protocol MetricHandler: AnyObject, Sendable {
    var context: MetricContext { get }
    /// Whether something was gathered that is not sent yet.
    var hasUnsent: Bool { get }
    /// Writes lines of what was gathered since the last time.
    func flush(to writer: inout DatagramWriter)
}
