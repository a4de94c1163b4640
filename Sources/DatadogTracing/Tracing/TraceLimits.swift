// SPDX-License-Identifier: Apache-2.0

/// The bounds that are looked at for each span.
struct TraceLimits: Sendable {
    let maximumSpans: Int
    let partialFlushMinimum: Int

    init(_ limits: TracingLimits) {
        maximumSpans = limits.maximumSpansPerTrace
        partialFlushMinimum = limits.partialFlushMinimumSpans
    }
}
