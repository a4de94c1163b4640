// SPDX-License-Identifier: Apache-2.0

/// The hash by which every Datadog tracer comes to the same answer for one trace.
package enum KnuthSampling {
    static func hash(_ id: UInt64) -> UInt64 { id &* 1_111_111_111_111_111_111 }

    package static func keeps(_ id: UInt64, rate: Double) -> Bool {
        guard rate > 0 else { return false }
        guard rate < 1 else { return true }
        // Below one the product stays below 2^64; comparing integers is exact.
        return hash(id) <= UInt64(rate * 0x1p64)
    }
}

/// The `ot` member of `tracestate`: OpenTelemetry's randomness and threshold, 56 bits each.
struct OTelProbability: Sendable, Hashable {
    let member: String

    /// Nil for a rate of zero, which 56 bits cannot tell.
    init?(traceID: TraceID, rate: Double) {
        guard rate > 0 else { return nil }
        let threshold = UInt64((1 - min(rate, 1)) * 0x1p56)
        var randomness = (UInt64.max - KnuthSampling.hash(traceID.low)) >> 8
        // Cut to 56 bits, a number on the edge may tell the opposite of what was decided by 64; the decision wins.
        if KnuthSampling.keeps(traceID.low, rate: rate) {
            randomness = max(randomness, threshold)
        } else if threshold > 0 {
            randomness = min(randomness, threshold - 1)
        }
        var digits = Substring(threshold.hexadecimal.dropFirst(2))
        while digits.count > 1, digits.last == "0" { digits.removeLast() }
        member = "ot=rv:\(randomness.hexadecimal.dropFirst(2));th:\(digits)"
    }
}
