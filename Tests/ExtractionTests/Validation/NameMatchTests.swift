// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Extraction

@Suite struct NameMatchTests {
    @Test(arguments: [
        ("แพร่", "จังหวัดแพร่"), ("Wasatch", "WASATCH COUNTY"), ("ศุภศิริ", "ศุภสิริ"), ("หน่วยที่ ๕", "5"),
        ("Sao Tomé", "São Tome"),
        ("Station 044", "44"), ("-", ""),
    ])
    func theSameName(first: String, second: String) {
        #expect(NameMatch.agree(first, second))
        #expect(NameMatch.agree(second, first))
    }

    @Test(arguments: [
        ("แพร่", "เชียงใหม่"), ("County South 44", "County South 45"), ("5", "15"), ("PANCORAN", "KALIBATA"), ("A", ""),
    ])
    func differentNames(first: String, second: String) {
        #expect(!NameMatch.agree(first, second))
        #expect(!NameMatch.agree(second, first))
    }
}
