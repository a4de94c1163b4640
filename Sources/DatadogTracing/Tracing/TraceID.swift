// SPDX-License-Identifier: Apache-2.0

/// The 128-bit identity of a trace.
///
/// Datadog's headers and the agent's payload carry the low 64 bits as a decimal number and the high 64 bits in the tag
/// `_dd.p.tid`; W3C headers and logs carry all 32 hexadecimal digits.
public struct TraceID: Sendable, Hashable, CustomStringConvertible {
    /// Bits 64…127: for ids made here the start time in Unix seconds, shifted left by 32; zero for a 64-bit id.
    public let high: UInt64
    /// Bits 0…63. Sampling looks at these alone.
    public let low: UInt64

    /// An id from its two halves.
    public init(high: UInt64 = 0, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// An id from 32 or 16 hexadecimal digits, or nil.
    public init?(hexadecimal text: some StringProtocol) {
        let utf8 = text.utf8
        if utf8.count == 16, let low = UInt64(hexadecimal: text) {
            self.init(low: low)
            return
        }
        guard utf8.count == 32 else { return nil }
        let middle = utf8.index(utf8.startIndex, offsetBy: 16)
        guard let high = UInt64(hexadecimal: text[..<middle]), let low = UInt64(hexadecimal: text[middle...]) else {
            return nil
        }
        self.init(high: high, low: low)
    }

    /// 32 lower-case hexadecimal digits.
    public var hexadecimal: String { high.hexadecimal + low.hexadecimal }

    /// The same as ``hexadecimal``.
    public var description: String { hexadecimal }

    /// Whether all bits are zero, which no trace may have.
    var isZero: Bool { high == 0 && low == 0 }
}
