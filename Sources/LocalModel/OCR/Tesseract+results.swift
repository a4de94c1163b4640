// SPDX-License-Identifier: Apache-2.0

import CTesseract

extension Tesseract {
    /// The words of the last recognition, Thai pieces joined within their line.
    func words() -> [Word] {
        guard let iterator = resultIterator() else { return [] }
        defer { TessResultIteratorDelete(iterator) }
        var words: [Word] = []
        var line: [Word] = []
        repeat {
            let page = TessResultIteratorGetPageIteratorConst(iterator)
            if TessPageIteratorIsAtBeginningOf(page, RIL_TEXTLINE) != 0 {
                words += ThaiWords.joined(line, lineHeight: Self.height(of: line))
                line = []
            }
            if let word = Self.item(at: iterator, RIL_WORD) {
                line.append(word)
            }
        } while TessResultIteratorNext(iterator, RIL_WORD) != 0
        return words + ThaiWords.joined(line, lineHeight: Self.height(of: line))
    }

    /// The signs of the last recognition, from left to right.
    func symbols() -> [Word] {
        guard let iterator = resultIterator() else { return [] }
        defer { TessResultIteratorDelete(iterator) }
        var symbols: [Word] = []
        repeat {
            if let symbol = Self.item(at: iterator, RIL_SYMBOL) {
                symbols.append(symbol)
            }
        } while TessResultIteratorNext(iterator, RIL_SYMBOL) != 0
        return symbols
    }

    private static func height(of line: [Word]) -> Int {
        line.map(\.box.height).max() ?? 0
    }

    private static func item(at iterator: OpaquePointer, _ level: TessPageIteratorLevel) -> Word? {
        guard let text = TessResultIteratorGetUTF8Text(iterator, level) else { return nil }
        defer { TessDeleteText(text) }
        var left: Int32 = 0
        var top: Int32 = 0
        var right: Int32 = 0
        var bottom: Int32 = 0
        let page = TessResultIteratorGetPageIteratorConst(iterator)
        guard TessPageIteratorBoundingBox(page, level, &left, &top, &right, &bottom) != 0 else { return nil }
        let string = String(cString: text)
        guard string.contains(where: { !$0.isWhitespace }) else { return nil }
        return Word(
            string,
            box: PixelBox(left: Int(left), top: Int(top), right: Int(right), bottom: Int(bottom)),
            confidence: Double(TessResultIteratorConfidence(iterator, level))
        )
    }
}
