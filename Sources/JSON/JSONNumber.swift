// SPDX-License-Identifier: Apache-2.0

/// The decimal digits of a number as they are read: `significand` times ten to the power of `exponent`.
struct JSONNumber {
    private(set) var significand: UInt64 = 0
    var exponent = 0
    /// False once digits did not fit.
    private(set) var isExact = true

    mutating func append(_ digit: UInt8) {
        let (product, productOverflow) = significand.multipliedReportingOverflow(by: 10)
        let (sum, sumOverflow) = product.addingReportingOverflow(UInt64(digit))
        if productOverflow || sumOverflow {
            isExact = false
        } else {
            significand = sum
        }
    }

    func integer(negative: Bool) -> Int64? {
        guard isExact else { return nil }
        guard negative else { return Int64(exactly: significand) }
        guard significand <= Int64.min.magnitude else { return nil }
        return Int64(truncatingIfNeeded: 0 &- significand)
    }

    /// The double, when one exact operation on two exact doubles gives it; nil leaves it to the full algorithm.
    func exactDouble(negative: Bool) -> Double? {
        guard isExact, significand <= 1 << 53, exponent.magnitude < Self.powersOfTen.count else { return nil }
        let power = Self.powersOfTen[Int(exponent.magnitude)]
        let magnitude = exponent < 0 ? Double(significand) / power : Double(significand) * power
        return negative ? -magnitude : magnitude
    }

    /// The powers of ten that a double holds exactly.
    private static let powersOfTen: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]
}
