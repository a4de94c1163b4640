// SPDX-License-Identifier: Apache-2.0

/// Compares names that were copied by hand and read by machine.
enum NameMatch {
    private static let maximumLength = 120
    private static let minimumContained = 3

    /// Edits allowed per letter of the longer name.
    private static let tolerance = 0.4

    /// Whether two names may be the same: equal, one within the other ("Wasatch", "Wasatch County"), or few letters off.
    ///
    /// Two names with numbers agree when their numbers do, since "Station 44" and "Station 45" are few letters off too.
    static func agree(_ first: String, _ second: String) -> Bool {
        if first == second { return true }
        let own = letters(first)
        let other = letters(second)
        guard !own.isEmpty, !other.isEmpty, own != other else { return own == other }
        let numbers = (numbers(first), numbers(second))
        if !numbers.0.isEmpty, !numbers.1.isEmpty { return numbers.0 == numbers.1 }
        let (shorter, longer) = own.count < other.count ? (own, other) : (other, own)
        if shorter.count >= minimumContained, contains(longer, shorter) { return true }
        return Double(distance(own, other)) <= tolerance * Double(longer.count)
    }

    private static func letters(_ text: String) -> [Unicode.Scalar] {
        let folded = ThaiSpelling.canonical(LatinSpelling.folded(SheetText.withASCIIDigits(text)))
        return Array(folded.filter { isLetter($0) }.prefix(maximumLength))
    }

    /// Letters, digits, and the marks on them.
    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .nonspacingMark, .spacingMark:
            true
        default: false
        }
    }

    private static func numbers(_ text: String) -> [Substring] {
        SheetText.withASCIIDigits(text).split { !("0"..."9").contains($0) }.map { $0.drop { $0 == "0" } }
    }

    private static func contains(_ longer: [Unicode.Scalar], _ shorter: [Unicode.Scalar]) -> Bool {
        (0...(longer.count - shorter.count)).contains { longer[$0...].starts(with: shorter) }
    }

    /// The number of letters to insert, drop or change.
    private static func distance(_ first: [Unicode.Scalar], _ second: [Unicode.Scalar]) -> Int {
        var row = Array(0...second.count)
        for (index, scalar) in first.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in second.indices {
                let change = diagonal + (scalar == second[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(change, diagonal + 1, row[column] + 1)
            }
        }
        return row[second.count]
    }
}
