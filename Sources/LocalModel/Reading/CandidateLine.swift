// SPDX-License-Identifier: Apache-2.0

/// A row of names followed by a number: `[PARTY] NAME … [PARTY] 123 [45.6%]`.
struct CandidateLine: Hashable, Sendable {
    var number: Int?
    var name: String
    var party: String?
    var votes: Figure
    /// Where the number stands.
    var votesBox: PixelBox
    var percentage: Double?
    var words: String?

    /// Abbreviations of parties on United States sheets; others stay part of the name.
    private static let parties: Set<String> = [
        "DEM", "REP", "LIB", "GRN", "GRE", "CON", "IAP", "IAM", "IND", "UUP", "JUS", "UNA", "NP", "NPP", "NON", "REF",
        "FWD", "ALP", "SOC", "PFP", "UTC",
    ]

    init?(_ row: TextRow) {
        var words = row.words.filter { $0.text.contains { $0.isLetter || $0.isNumber || $0 == "%" } }
        number = Self.takeNumber(from: &words)
        guard let lastName = words.lastIndex(where: { !NumberText.looksNumeric($0.text) && $0.text != "%" }) else {
            return nil
        }
        guard let split = Self.split(words, lastName) else { return nil }
        votes = split.votes
        votesBox = words[split.names.count].box
        percentage = split.rest.lazy.compactMap { NumberText.percentage($0.text) }.first
        self.words = split.spelled
        (name, party) = Self.nameAndParty(split.names)
        guard name.contains(where: \.isLetter) || party != nil else { return nil }
    }

    /// Whether the numbers of both lines stand in the same column, to the left or right edge.
    func isAligned(with other: Self) -> Bool {
        let tolerance = 3 * max(votesBox.height, other.votesBox.height)
        return abs(votesBox.right - other.votesBox.right) <= tolerance
            || abs(votesBox.left - other.votesBox.left) <= tolerance
    }

    private static func takeNumber(from words: inout [Word]) -> Int? {
        guard
            let first = words.first, NumberText.looksNumeric(first.text), words.count >= 3,
            words[1].text.contains(where: \.isLetter)
        else { return nil }
        words.removeFirst()
        return Figure(first)?.value
    }

    /// Names end where the first whole number begins; a number spelled out may follow it.
    private static func split(
        _ words: [Word],
        _ lastName: Int
    ) -> (names: [Word], votes: Figure, rest: [Word], spelled: String?)? {
        let figures = words.indices.filter { $0 > 0 && Figure(words[$0]) != nil && !words[$0].text.contains("%") }
        guard let first = figures.first(where: { $0 > lastName }) ?? figures.first else { return nil }
        guard let votes = Figure(words[first]) else { return nil }
        let rest = Array(words[(first + 1)...])
        let counts = rest.compactMap { Figure($0) }
        let spelled = rest.filter { !NumberText.looksNumeric($0.text) && $0.text != "%" }.map(\.text)
        // Several columns of counts: which one is the total cannot be told.
        let figure = counts.isEmpty ? votes : Figure.unknown
        return (Array(words[..<first]), figure, rest, spelled.isEmpty ? nil : spelled.joined(separator: " "))
    }

    private static func nameAndParty(_ words: [Word]) -> (name: String, party: String?) {
        var texts = words.map(\.text)
        if let first = texts.first, texts.count > 1, parties.contains(first) {
            texts.removeFirst()
            return (texts.joined(separator: " "), first)
        }
        if let last = texts.last, texts.count > 1, parties.contains(last) {
            texts.removeLast()
            return (texts.joined(separator: " "), last)
        }
        return (texts.joined(separator: " "), nil)
    }
}
