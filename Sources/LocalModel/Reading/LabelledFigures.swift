// SPDX-License-Identifier: Apache-2.0

/// Collects the numbers that stand behind labels; a label found twice with different numbers gives none.
struct LabelledFigures: Sendable {
    private(set) var values: [Statistic: Int] = [:]
    private var contradicted: Set<Statistic> = []

    mutating func note(_ statistic: Statistic, _ value: Int) {
        guard !contradicted.contains(statistic) else { return }
        if let known = values[statistic], known != value {
            values[statistic] = nil
            contradicted.insert(statistic)
        } else {
            values[statistic] = value
        }
    }

    /// The first number behind a label, with at most `maximumWords` other words between.
    static func figure(
        after match: Range<Int>,
        in row: TextRow,
        _ text: SearchText,
        before end: Int?,
        maximumWords: Int = 3
    ) -> Figure? {
        guard match.upperBound > 0, match.upperBound <= text.origins.count else { return nil }
        let start = text.origins[match.upperBound - 1].word + 1
        let limit = end.map { text.origins[$0].word } ?? row.words.count
        guard start < limit else { return nil }
        return row.words[start..<limit].prefix(maximumWords + 1).lazy.compactMap(Figure.init).first
    }
}
