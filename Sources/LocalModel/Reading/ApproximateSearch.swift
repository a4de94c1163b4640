// SPDX-License-Identifier: Apache-2.0

/// Finds a pattern in a text although some letters were misread (Sellers' algorithm).
enum ApproximateSearch {
    struct Match: Hashable, Sendable {
        var range: Range<Int>
        var errors: Int
    }

    /// The match with the fewest errors, the first of equals; nil when it has more than `maximumErrors`.
    static func best(_ pattern: [Unicode.Scalar], in text: [Unicode.Scalar], maximumErrors: Int) -> Match? {
        guard !pattern.isEmpty else { return nil }
        var column = (0...pattern.count).map { (errors: $0, start: 0) }
        var best: Match?
        for (index, scalar) in text.enumerated() {
            column = next(column, pattern, scalar, index)
            let last = column[pattern.count]
            if last.errors <= maximumErrors, last.errors < best?.errors ?? .max {
                best = Match(range: last.start..<(index + 1), errors: last.errors)
            }
        }
        return best
    }

    private static func next(
        _ previous: [(errors: Int, start: Int)],
        _ pattern: [Unicode.Scalar],
        _ scalar: Unicode.Scalar,
        _ index: Int
    ) -> [(errors: Int, start: Int)] {
        var column = [(errors: 0, start: index + 1)]
        column.reserveCapacity(previous.count)
        for row in 1..<previous.count {
            let cost = pattern[row - 1] == scalar ? 0 : 1
            let diagonal = row == 1 ? (errors: 0, start: index) : previous[row - 1]
            let options = [
                (errors: diagonal.errors + cost, start: diagonal.start),
                (errors: previous[row].errors + 1, start: previous[row].start),
                (errors: column[row - 1].errors + 1, start: column[row - 1].start),
            ]
            column.append(options.min { $0.errors < $1.errors } ?? options[0])
        }
        return column
    }
}
