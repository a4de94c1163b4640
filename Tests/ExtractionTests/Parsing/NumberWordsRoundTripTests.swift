// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Extraction
@testable import ExtractionStudy

@Suite struct NumberWordsRoundTripTests {
    @Test(arguments: NumberSpeller.all)
    func everySmallNumberComesBack(speller: NumberSpeller) {
        for number in 0...2_000 {
            check(number, speller)
        }
    }

    @Test(arguments: NumberSpeller.all)
    func thousandsOfLargeNumbersComeBack(speller: NumberSpeller) {
        var random = SeededGenerator(seed: 20_260_208)
        for exponent in [10_000, 100_000, 1_000_000, 10_000_000] {
            for _ in 0..<750 {
                check(Int.random(in: 0..<exponent, using: &random), speller)
            }
        }
        for number in [10_000, 99_999, 100_000, 101_001, 999_999, 1_000_000, 1_000_001, 2_100_000, 9_999_999] {
            check(number, speller)
        }
    }

    /// Whatever is left of a spelled number once its last letter is gone, it is never misread as that same number.
    @Test(arguments: NumberSpeller.all)
    func aCutTextIsNeverTakenForTheWhole(speller: NumberSpeller) {
        for number in 0...500 {
            let text = speller.spellings(number)[0]
            #expect(NumberWords.value(of: String(text.dropLast())) != number, "\(text)")
        }
    }

    private func check(_ number: Int, _ speller: NumberSpeller) {
        for text in speller.spellings(number) {
            #expect(NumberWords.value(of: text) == number, "\(text)")
        }
    }
}

extension NumberSpeller: CustomTestStringConvertible {
    public var testDescription: String { name }
}
