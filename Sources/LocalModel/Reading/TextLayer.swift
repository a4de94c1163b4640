// SPDX-License-Identifier: Apache-2.0

/// Pages from the text layer of a PDF, which is exact where it exists.
enum TextLayer {
    /// Boxes on a grid of 12 by 24 units a character, as the text keeps the page's layout.
    static func page(from text: String) -> PageText {
        var words: [Word] = []
        for (row, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            words += self.words(of: line, row: row)
        }
        return PageText(words: words)
    }

    private static func words(of line: Substring, row: Int) -> [Word] {
        var words: [Word] = []
        var column = 0
        for part in line.split(separator: " ", omittingEmptySubsequences: false) {
            defer { column += part.count + 1 }
            let text = part.filter { !$0.isWhitespace }
            guard !text.isEmpty else { continue }
            let box = PixelBox(
                left: column * 12,
                top: row * 24,
                right: (column + part.count) * 12,
                bottom: row * 24 + 16
            )
            words.append(Word(text, box: box))
        }
        return words
    }
}
