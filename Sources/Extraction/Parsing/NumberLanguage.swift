// SPDX-License-Identifier: Apache-2.0

/// The number words of one language.
///
/// Words are sought without the white space between them, since Thai writes none and hands leave it out elsewhere.
struct NumberLanguage: Sendable {
    private typealias Word = (letters: [Unicode.Scalar], tokens: [NumberToken])

    /// Words by their first letter, the longest first: "sixteen" before "six".
    private let words: [Unicode.Scalar: [Word]]
    private let groupLimit: Int

    init(groupLimit: Int, _ words: [String: [NumberToken]]) {
        self.groupLimit = groupLimit
        let spelled = words.map { (letters: PhraseText.closedUp(PhraseText.bare($0.key)), tokens: $0.value) }
        self.words = Dictionary(grouping: spelled) { $0.letters[0] }
            .mapValues { $0.sorted { $0.letters.count > $1.letters.count } }
    }

    /// The number that the letters make in this language; nil when one of them belongs to no word.
    func value(of letters: [Unicode.Scalar]) -> Int? {
        var tokens: [NumberToken] = []
        var rest = letters[...]
        while let first = rest.first {
            guard let word = words[first]?.first(where: { rest.starts(with: $0.letters) }) else { return nil }
            tokens += word.tokens
            rest = rest.dropFirst(word.letters.count)
        }
        return NumberPhrase.value(of: tokens, groupLimit: groupLimit)
    }
}
