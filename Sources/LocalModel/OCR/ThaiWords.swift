// SPDX-License-Identifier: Apache-2.0

/// Puts Thai pieces together: Thai has no spaces between words, and Tesseract answers it nearly letter by letter.
enum ThaiWords {
    /// `words` are those of one text line in reading order.
    static func joined(_ words: [Word], lineHeight: Int) -> [Word] {
        var result: [Word] = []
        for word in words {
            guard let last = result.last, belongTogether(last, word, lineHeight) else {
                result.append(word)
                continue
            }
            result[result.count - 1] = merged(last, word)
        }
        return result
    }

    private static func belongTogether(_ first: Word, _ second: Word, _ lineHeight: Int) -> Bool {
        guard
            let end = first.text.unicodeScalars.last,
            let start = second.text.unicodeScalars.first,
            ThaiText.isThai(end) || ThaiText.isThai(start)
        else { return false }
        let gap = second.box.left - first.box.right
        // Thai digits are set wide.
        if ThaiText.isDigit(end), ThaiText.isDigit(start) { return gap <= lineHeight * 2 / 5 }
        guard gap <= lineHeight / 4 else { return false }
        if end == "." || start == "." { return true }
        return ThaiText.isThai(end) && ThaiText.isThai(start) && ThaiText.isDigit(end) == ThaiText.isDigit(start)
    }

    private static func merged(_ first: Word, _ second: Word) -> Word {
        let firstLength = Double(first.text.unicodeScalars.count)
        let secondLength = Double(second.text.unicodeScalars.count)
        let weighted = first.confidence * firstLength + second.confidence * secondLength
        return Word(
            first.text + second.text,
            box: first.box.union(second.box),
            confidence: weighted / (firstLength + secondLength)
        )
    }
}
