// SPDX-License-Identifier: Apache-2.0

extension Unicode.Scalar {
    /// Whether it draws nothing and only steers layout, like a zero-width space.
    var isInvisible: Bool {
        value >= 0x80 && properties.generalCategory == .format
    }

    /// Whether it is one of the two joiners, which carry meaning within names of some scripts.
    var isJoiner: Bool {
        value == 0x200C || value == 0x200D
    }

    /// The value of a decimal digit of any script.
    var decimalDigit: Int? {
        if value < 0x80 { return (48...57).contains(value) ? Int(value) - 48 : nil }
        guard properties.numericType == .decimal, let number = properties.numericValue else { return nil }
        return Int(number)
    }

    /// The ASCII digit of the same value, for a decimal digit.
    var asciiDigit: Unicode.Scalar? {
        decimalDigit.map { Unicode.Scalar(UInt8(48 + $0)) }
    }
}
