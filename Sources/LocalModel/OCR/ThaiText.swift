// SPDX-License-Identifier: Apache-2.0

/// What the readers need to know of Thai script.
enum ThaiText {
    static func isThai(_ scalar: Unicode.Scalar) -> Bool {
        (0x0E01...0x0E5B).contains(scalar.value)
    }

    static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
        (0x0E50...0x0E59).contains(scalar.value)
    }

    /// Thai digits written as ASCII digits; everything else is kept.
    static func withASCIIDigits(_ text: some StringProtocol) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let value = isDigit(scalar) ? scalar.value - 0x0E50 + 0x30 : scalar.value
            result.append(Unicode.Scalar(value) ?? scalar)
        }
        return String(result)
    }

    /// Marks above and below the line, which OCR drops, doubles and swaps.
    static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0E31, 0x0E34...0x0E3A, 0x0E47...0x0E4E: true
        default: false
        }
    }
}
