// SPDX-License-Identifier: Apache-2.0

/// Whole numbers as people and models write them in digits.
enum WholeNumber {
    /// Above any count of an election, and small enough that sums of many cannot overflow.
    static let maximumDigits = 12
    private static let largest = 999_999_999_999

    static func isInRange(_ number: Int) -> Bool {
        (-largest...largest).contains(number)
    }

    /// Reads digits of any script, with a minus sign or with thousands separators; nil when in any doubt.
    ///
    /// A separator counts only where it can be nothing else: one kind, groups of three, no leading zero.
    static func parse(_ text: String, in locale: NumberLocale = .any) -> Int? {
        guard text.utf8.count <= 128 else { return nil }
        var scalars = Array(SheetText.trimmed(text).unicodeScalars.filter { !$0.isInvisible })[...]
        let isNegative = scalars.first == "-" || scalars.first == "\u{2212}"
        if isNegative { scalars.removeFirst() }
        guard let groups = groups(of: scalars, locale.groupSeparators), isGrouping(groups) else { return nil }
        let digits = groups.joined()
        guard digits.count <= maximumDigits else { return nil }
        let value = digits.reduce(0) { $0 * 10 + $1 }
        return isNegative ? -value : value
    }

    private static func groups(
        of scalars: ArraySlice<Unicode.Scalar>,
        _ separators: Set<Unicode.Scalar>
    ) -> [[Int]]? {
        var groups: [[Int]] = [[]]
        var separator: Unicode.Scalar?
        for scalar in scalars {
            if let digit = scalar.decimalDigit {
                groups[groups.count - 1].append(digit)
            } else {
                guard separators.contains(scalar), separator == nil || separator == scalar else { return nil }
                separator = scalar
                groups.append([])
            }
        }
        return groups
    }

    private static func isGrouping(_ groups: [[Int]]) -> Bool {
        guard let first = groups.first, !first.isEmpty else { return false }
        guard groups.count > 1 else { return true }
        return first.count <= 3 && first[0] != 0 && groups.dropFirst().allSatisfy { $0.count == 3 }
    }
}
