// SPDX-License-Identifier: Apache-2.0

/// Nanoseconds of processor time that the same span costs with ddtrace, as `ddtrace_spans.py` measured it just before.
struct DdtraceCosts {
    let encoded: Double
    let off: Double

    /// Nil unless both figures are there.
    init?(_ figures: some Collection<Int>) {
        guard let encoded = figures.first, let off = figures.dropFirst().first else { return nil }
        self.encoded = Double(encoded)
        self.off = Double(off)
    }
}
