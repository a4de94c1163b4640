// SPDX-License-Identifier: Apache-2.0

/// Reads counts written in words, as tally sheets carry them beside the digits.
///
/// Knows Thai, English, Indonesian and Portuguese, number words and digit-by-digit readings, and plain digits of any
/// script. The language is told by the words themselves. A text is understood whole or not at all.
public enum NumberWords {
    private static let maximumBytes = 512

    /// The number a text stands for; nil when any part of it is not understood.
    public static func value(of text: String, in locale: NumberLocale = .any) -> Int? {
        guard text.utf8.count <= maximumBytes else { return nil }
        let phrase = PhraseText.bare(text)
        if let number = WholeNumber.parse(phrase, in: locale) { return number < 0 ? nil : number }
        let letters = PhraseText.closedUp(phrase)
        return locale.languages.lazy.compactMap { $0.words.value(of: letters) }.first
    }
}
