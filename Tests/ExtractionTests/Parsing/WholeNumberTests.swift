// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Extraction

@Suite struct WholeNumberTests {
    @Test(arguments: [
        ("0", 0), ("007", 7), ("๑๐๙", 109), ("١٢٣", 123), ("１２", 12), ("1,234", 1_234), ("1.234.567", 1_234_567),
        ("12'345", 12_345), ("1\u{00A0}234", 1_234), ("-5", -5), ("−5", -5), (" 12\u{200B}\n", 12), ("๑,๒๓๔", 1_234),
        ("999999999999", 999_999_999_999),
    ])
    func clearNumbers(text: String, value: Int) {
        #expect(WholeNumber.parse(text) == value)
    }

    @Test(arguments: [
        "", "-", "--5", "+5", "12a", "1,23", "1,2345", "1,234.567", "0,123", ",123", "123,", "1234,567", "1 234",
        "12.0",
        "1e3", "0x10", "½", "²", "1000000000000", "1,,234", "5-", String(repeating: "1", count: 500),
    ])
    func anyDoubtIsNil(text: String) {
        #expect(WholeNumber.parse(text) == nil)
    }
}
