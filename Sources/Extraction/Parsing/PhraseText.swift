// SPDX-License-Identifier: Apache-2.0

/// Brings written phrases into one spelling, so that words can be compared scalar by scalar.
enum PhraseText {
    /// Words for what is counted, and other words around a number that say nothing about it.
    private static let fillersBefore = ["จำนวน"].map(ThaiSpelling.canonical)
    private static let fillersAfter = [
        "คะแนน", "บัตร", "ใบ", "คน", "เสียง", "ถ้วน", "votes", "vote", "ballots", "ballot", "only", "suara", "orang",
        "lembar", "votos", "voto",
    ].map(ThaiSpelling.canonical)

    private static let maximumFillers = 4

    /// The phrase in lower case and canonical spelling, without brackets, punctuation and counted things around it.
    static func bare(_ text: String) -> String {
        var phrase = trimmed(ThaiSpelling.canonical(LatinSpelling.folded(text)))
        for _ in 0..<maximumFillers {
            guard let shorter = withoutFiller(phrase) else { break }
            phrase = trimmed(shorter)
        }
        return String(String.UnicodeScalarView(phrase))
    }

    /// The letters of a bare phrase without what merely parts its words.
    static func closedUp(_ phrase: String) -> [Unicode.Scalar] {
        phrase.unicodeScalars.filter { !$0.properties.isWhitespace && $0 != "," && !isDash($0) }
    }

    private static func withoutFiller(_ phrase: [Unicode.Scalar]) -> [Unicode.Scalar]? {
        if let filler = fillersAfter.first(where: { phrase.reversed().starts(with: $0.reversed()) }) {
            return phrase.dropLast(filler.count)
        }
        guard let filler = fillersBefore.first(where: { phrase.starts(with: $0) }) else { return nil }
        return Array(phrase.dropFirst(filler.count))
    }

    private static func trimmed(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
        guard let start = scalars.firstIndex(where: { !isEdge($0) }),
            let end = scalars.lastIndex(where: { !isEdge($0) })
        else { return [] }
        // A minus sign is part of what it stands before.
        let sign = start > 0 && isDash(scalars[start - 1]) && scalars[start].decimalDigit != nil ? 1 : 0
        return Array(scalars[(start - sign)...end])
    }

    private static func isEdge(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.properties.isWhitespace { return true }
        switch scalar.properties.generalCategory {
        case .openPunctuation, .closePunctuation, .initialPunctuation, .finalPunctuation, .dashPunctuation,
            .otherPunctuation, .connectorPunctuation:
            return true
        default:
            return scalar == "="
        }
    }

    private static func isDash(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .dashPunctuation || scalar == "\u{2212}"
    }
}
