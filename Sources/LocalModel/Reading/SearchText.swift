// SPDX-License-Identifier: Apache-2.0

/// A row's text reduced to what OCR gets right, with the way back to the words.
///
/// Only letters and digits are kept, in lower case; Thai marks and the vowel that joins with one are dropped.
struct SearchText: Sendable {
    let scalars: [Unicode.Scalar]
    /// For each kept scalar: its word, and its place among that word's scalars.
    let origins: [(word: Int, offset: Int)]

    init(_ words: [Word]) {
        var scalars: [Unicode.Scalar] = []
        var origins: [(word: Int, offset: Int)] = []
        for (index, word) in words.enumerated() {
            for (offset, scalar) in word.text.unicodeScalars.enumerated() {
                guard let kept = Self.reduced(scalar) else { continue }
                scalars.append(kept)
                origins.append((index, offset))
            }
        }
        self.scalars = scalars
        self.origins = origins
    }

    static func reduced(_ text: String) -> [Unicode.Scalar] {
        text.unicodeScalars.compactMap(reduced)
    }

    private static func reduced(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        if ThaiText.isMark(scalar) { return nil }
        // Sara am is read as one letter or as two, so only its second half is kept.
        if scalar.value == 0x0E33 { return Unicode.Scalar(0x0E32) }
        guard scalar.properties.isAlphabetic || scalar.properties.numericType != nil else { return nil }
        return scalar.properties.lowercaseMapping.unicodeScalars.first
    }
}
