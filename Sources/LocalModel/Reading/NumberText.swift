// SPDX-License-Identifier: Apache-2.0

/// Whole numbers as they are printed.
enum NumberText {
    /// Whether the text is a number, a share or a percentage.
    static func looksNumeric(_ text: String) -> Bool {
        let core = stripped(text)
        if core.count == 1, "OoQIl".contains(core) { return true }
        return core.contains(where: \.isNumber) && core.unicodeScalars.allSatisfy(isNumeric)
    }

    /// A plain whole number of at most seven digits, thousands separators allowed; nil for anything else.
    static func value(_ text: String) -> Int? {
        let core = stripped(text)
        if core.count == 1, "OoQ".contains(core) { return 0 }
        if core.count == 1, "Il".contains(core) { return 1 }
        guard !text.contains("%") else { return nil }
        let groups = core.split(separator: ",", omittingEmptySubsequences: false)
        guard groups.dropFirst().allSatisfy({ $0.count == 3 }) else { return nil }
        let digits = groups.joined()
        guard (1...7).contains(digits.count), digits.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
        return Int(digits)
    }

    /// A percentage such as `45.6%`; also without the sign when it has a fraction.
    static func percentage(_ text: String) -> Double? {
        let core = stripped(text)
        guard text.contains("%") || core.contains("."), core.unicodeScalars.allSatisfy(isNumeric) else { return nil }
        guard let value = Double(core), value <= 100 else { return nil }
        return value
    }

    /// ASCII digits, without brackets, table lines and closing punctuation around them.
    private static func stripped(_ text: String) -> String {
        let ascii = ThaiText.withASCIIDigits(text)
        let trimmed = ascii.drop { "()[]{}|:;%_".contains($0) }
        return String(trimmed.reversed().drop { "()[]{}|:;%_.,".contains($0) }.reversed())
    }

    private static func isNumeric(_ scalar: Unicode.Scalar) -> Bool {
        ("0"..."9").contains(scalar) || scalar == "," || scalar == "." || scalar == "/"
    }
}
