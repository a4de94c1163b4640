// SPDX-License-Identifier: Apache-2.0

extension String {
    /// The name that was probably meant: the one that takes the fewest changes, if those are few for its length.
    func nearest(in names: [String]) -> String? {
        let written = lowercased().map { $0 == "-" ? "_" : $0 }
        guard written.count <= 100 else { return nil }
        let best = names.map { (name: $0, changes: Self.changes(written, Array($0))) }.min { $0.changes < $1.changes }
        return best.flatMap { $0.changes <= max(1, $0.name.count / 3) ? $0.name : nil }
    }

    /// Letters to insert, delete or exchange (Levenshtein).
    private static func changes(_ left: [Character], _ right: [Character]) -> Int {
        var row = Array(0...right.count)
        for (line, character) in left.enumerated() {
            var diagonal = row[0]
            row[0] = line + 1
            for column in right.indices {
                let above = row[column + 1]
                row[column + 1] = Swift.min(above + 1, row[column] + 1, diagonal + (character == right[column] ? 0 : 1))
                diagonal = above
            }
        }
        return row[right.count]
    }
}
