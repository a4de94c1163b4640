// SPDX-License-Identifier: Apache-2.0

/// The number words of one language.
///
/// Words are sought without the white space between them, since Thai writes none and hands leave it out elsewhere.
struct NumberLanguage: Sendable {
    private let words: [(letters: [Unicode.Scalar], tokens: [NumberToken])]
    private let groupLimit: Int

    init(groupLimit: Int, _ words: [String: [NumberToken]]) {
        self.groupLimit = groupLimit
        // Longest first: "sixteen" before "six".
        self.words =
            words
            .map { (letters: PhraseText.closedUp(PhraseText.bare($0.key)), tokens: $0.value) }
            .sorted { $0.letters.count > $1.letters.count }
    }

    /// The number that the letters make in this language; nil when one of them belongs to no word.
    func value(of letters: [Unicode.Scalar]) -> Int? {
        var tokens: [NumberToken] = []
        var rest = letters[...]
        while !rest.isEmpty {
            guard let word = words.first(where: { rest.starts(with: $0.letters) }) else { return nil }
            tokens += word.tokens
            rest = rest.dropFirst(word.letters.count)
        }
        return NumberPhrase.value(of: tokens, groupLimit: groupLimit)
    }
}
