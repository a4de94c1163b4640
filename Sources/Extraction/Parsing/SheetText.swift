// SPDX-License-Identifier: Apache-2.0

/// Small readings of text copied from a sheet.
enum SheetText {
    private static let blanks: Set<String> = ["", "-", "--", "–", "—", "null", "n/a"]

    /// Whether the text stands for an empty cell.
    static func isBlank(_ text: String) -> Bool {
        guard text.utf8.count <= 64 else { return trimmed(text).isEmpty }
        return blanks.contains(trimmed(text).lowercased())
    }

    /// The text without invisible characters and without white space around it.
    static func trimmed(_ text: String) -> String {
        let visible = text.unicodeScalars.filter { !$0.isInvisible || $0.isJoiner }
        let start = visible.firstIndex { !$0.properties.isWhitespace && !$0.isInvisible } ?? visible.endIndex
        let kept = visible[start...]
        let end = kept.lastIndex { !$0.properties.isWhitespace && !$0.isInvisible }.map(kept.index(after:)) ?? start
        return String(String.UnicodeScalarView(kept[..<end]))
    }

    /// The text with every decimal digit of Unicode, such as ๐–๙, as 0–9.
    static func withASCIIDigits(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            scalars.append(scalar.asciiDigit ?? scalar)
        }
        return String(scalars)
    }
}
