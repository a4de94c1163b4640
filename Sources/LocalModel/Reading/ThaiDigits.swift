// SPDX-License-Identifier: Apache-2.0

/// Thai digits as Tesseract reads them.
///
/// Its Thai data mistakes some digits for others, always the same ones and with high confidence. A reading therefore
/// only narrows the number down; the number in words beside it, or the row's place in a list, must settle it.
struct ThaiDigits: Hashable, Sendable {
    private let digits: [Int]

    /// What a digit may have been that was read as 0 to 9.
    private static let origins: [Set<Int>] = [
        [0], [1, 9], [2, 6], [3, 7, 9], [4], [4, 5, 8], [6], [7], [8], [9],
    ]

    /// Nil unless the text is all Thai digits, apart from brackets and commas.
    init?(_ text: String) {
        let kept = text.unicodeScalars.filter { !"()[]|,.".unicodeScalars.contains($0) }
        guard !kept.isEmpty, kept.count <= 7, kept.allSatisfy(ThaiText.isDigit) else { return nil }
        digits = kept.map { Int($0.value) - 0x0E50 }
    }

    /// Whether the digits may have been this number.
    func canBe(_ number: Int) -> Bool {
        let wanted = String(number).compactMap(\.wholeNumberValue)
        return wanted.count == digits.count && zip(digits, wanted).allSatisfy { Self.origins[$0].contains($1) }
    }
}
