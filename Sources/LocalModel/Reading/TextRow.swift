// SPDX-License-Identifier: Apache-2.0

/// The words on one line of a page, from left to right.
struct TextRow: Hashable, Sendable {
    var words: [Word]

    var text: String { words.map(\.text).joined(separator: " ") }

    var box: PixelBox {
        words.dropFirst().reduce(words.first?.box ?? PixelBox(left: 0, top: 0, right: 0, bottom: 0)) {
            $0.union($1.box)
        }
    }

    /// Rows from top to bottom: words belong together when their middles lie within half a letter's height.
    static func rows(of words: [Word]) -> [TextRow] {
        let heights = words.map(\.box.height).sorted()
        guard let unit = heights.isEmpty ? nil : heights[heights.count / 2] else { return [] }
        var rows: [(center: Double, words: [Word])] = []
        for word in words.sorted(by: { $0.box.centerY < $1.box.centerY }) {
            let center = Double(word.box.centerY)
            if let last = rows.last, center - last.center < 0.55 * Double(unit) {
                let count = Double(last.words.count)
                rows[rows.count - 1].center = (last.center * count + center) / (count + 1)
                rows[rows.count - 1].words.append(word)
            } else {
                rows.append((center, [word]))
            }
        }
        return rows.map { TextRow(words: withoutGhosts($0.words).sorted { $0.box.left < $1.box.left }) }
    }

    /// Marks above Thai letters are sometimes read a second time, as words over the word they belong to.
    private static func withoutGhosts(_ words: [Word]) -> [Word] {
        words.filter { word in
            !words.contains { other in
                other.text.count > word.text.count && other.confidence > word.confidence
                    && other.box.left <= word.box.left && word.box.right <= other.box.right
            }
        }
    }
}
