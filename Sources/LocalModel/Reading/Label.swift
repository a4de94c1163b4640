// SPDX-License-Identifier: Apache-2.0

/// A printed label and what it stands for.
struct Label<Meaning: Hashable & Sendable>: Sendable {
    let meaning: Meaning
    let pattern: [Unicode.Scalar]

    init(_ text: String, _ meaning: Meaning) {
        self.meaning = meaning
        pattern = SearchText.reduced(text)
    }

    /// One error for every six letters: a short label must be exact.
    var maximumErrors: Int { pattern.count / 6 }
}

/// Where a label stands in a row.
struct LabelMatch<Meaning: Hashable & Sendable>: Sendable {
    var meaning: Meaning
    var range: Range<Int>
    var errors: Int
}

extension Sequence {
    /// The labels found in `text`, left to right. Where two overlap the longer one counts, as in "ballots cast" and
    /// "ballots cast - blank".
    func matches<Meaning>(in text: SearchText) -> [LabelMatch<Meaning>] where Element == Label<Meaning> {
        let found = compactMap { label -> LabelMatch<Meaning>? in
            ApproximateSearch.best(label.pattern, in: text.scalars, maximumErrors: label.maximumErrors)
                .map { LabelMatch(meaning: label.meaning, range: $0.range, errors: $0.errors) }
        }
        var kept: [LabelMatch<Meaning>] = []
        for match in found.sorted(by: { ($0.range.count - 2 * $0.errors) > ($1.range.count - 2 * $1.errors) })
        where !kept.contains(where: { $0.range.overlaps(match.range) }) {
            kept.append(match)
        }
        return kept.sorted { $0.range.lowerBound < $1.range.lowerBound }
    }
}
