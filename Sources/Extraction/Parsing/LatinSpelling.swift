// SPDX-License-Identifier: Apache-2.0

/// Latin letters without case and accents.
enum LatinSpelling {
    private static let unaccented: [Character: Character] = [
        "á": "a", "à": "a", "â": "a", "ã": "a", "ä": "a",
        "é": "e", "è": "e", "ê": "e", "ë": "e",
        "í": "i", "ì": "i", "î": "i", "ï": "i",
        "ó": "o", "ò": "o", "ô": "o", "õ": "o", "ö": "o",
        "ú": "u", "ù": "u", "û": "u", "ü": "u",
        "ç": "c", "ñ": "n",
    ]

    /// The text in lower case, its accents dropped whether composed or combining.
    static func folded(_ text: String) -> String {
        // A character equals its decomposed form, so the table serves both.
        String(text.lowercased().map { unaccented[$0] ?? $0 })
    }
}
