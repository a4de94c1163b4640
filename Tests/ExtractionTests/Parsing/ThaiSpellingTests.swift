// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Extraction

@Suite struct ThaiSpellingTests {
    @Test(arguments: [
        ("\u{0E19}\u{0E49}\u{0E4D}\u{0E32}", "\u{0E19}\u{0E49}\u{0E33}"),
        ("\u{0E19}\u{0E4D}\u{0E49}\u{0E32}", "\u{0E19}\u{0E49}\u{0E33}"),
        ("\u{0E08}\u{0E4D}\u{0E32}", "\u{0E08}\u{0E33}"),
        ("\u{0E40}\u{0E40}\u{0E1B}\u{0E14}", "\u{0E41}\u{0E1B}\u{0E14}"),
        ("\u{0E19}\u{0E48}\u{0E36}\u{0E07}", "\u{0E19}\u{0E36}\u{0E48}\u{0E07}"),
        ("\u{0E2B}\u{200B}\u{0E01}\u{FEFF}", "\u{0E2B}\u{0E01}"),
        ("กก", "กก"),
    ])
    func oneSpellingForAllEncodings(text: String, canonical: String) {
        #expect(ThaiSpelling.canonical(text) == Array(canonical.unicodeScalars))
    }
}
