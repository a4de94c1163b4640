// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import LocalModel

/// A scan of 171 of which Tesseract made the words `1`, `Ly` and `All`, and its like.
@Suite struct WordCompletenessTests {
    private let unit = 26

    private func word(_ text: String, _ left: Int, _ right: Int, confidence: Double = 90) -> Word {
        Word(text, box: PixelBox(left: left, top: 100, right: right, bottom: 126), confidence: confidence)
    }

    @Test func aDoubtfulWordBesideAFigureMayHoldItsOtherDigits() {
        let one = word("1", 1183, 1191)
        let rest = word("Ly", 1203, 1225, confidence: 53)
        #expect(one.isCutShort(among: [], beside: [one, rest], unit: unit))
        #expect(!one.isCutShort(among: [], beside: [one, word("คน", 1203, 1225)], unit: unit))
        #expect(!one.isCutShort(among: [], beside: [one, word("Ly", 1230, 1250, confidence: 53)], unit: unit))
    }

    @Test func inkCloserThanASpaceIsADigit() {
        let one = word("1", 1183, 1191)
        let close = PixelBox(left: 1194, top: 100, right: 1206, bottom: 126)
        let apart = PixelBox(left: 1203, top: 100, right: 1215, bottom: 126)
        let stop = PixelBox(left: 1194, top: 122, right: 1198, bottom: 126)
        #expect(one.isCutShort(among: [close], beside: [one], unit: unit))
        #expect(!one.isCutShort(among: [apart, stop], beside: [one], unit: unit))
    }

    @Test func aBoxTooWideForItsDigitsHoldsMore() {
        #expect(word("1", 1000, 1050).isCutShort(among: [], beside: [], unit: unit))
        #expect(!word("171", 1000, 1050).isCutShort(among: [], beside: [], unit: unit))
        #expect(!word("votes", 1000, 1300).isCutShort(among: [], beside: [], unit: unit))
    }
}
