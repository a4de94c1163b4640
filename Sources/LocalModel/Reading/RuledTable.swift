// SPDX-License-Identifier: Apache-2.0

/// A table with ruled columns, as cells of words.
struct RuledTable: Sendable {
    let box: PixelBox
    let columnCount: Int
    /// From top to bottom; each row has `columnCount` cells.
    let rows: [[[Word]]]

    /// Nil when the page has no three ruled columns.
    init?(_ page: PageText) {
        let heights = page.words.map(\.box.height).sorted()
        guard let unit = heights.isEmpty ? nil : max(heights[heights.count / 2], 8) else { return nil }
        guard let tallest = page.rules.vertical.max(by: { $0.height < $1.height }) else { return nil }
        let verticals = page.rules.vertical.filter { $0.height * 2 > tallest.height && $0.intersects(across: tallest) }
        let edges = Self.clusters(verticals.map(\.centerX), apart: unit / 2)
        guard edges.count >= 4, let first = verticals.first else { return nil }
        let box = verticals.reduce(first) { $0.union($1) }
        let inside = page.words.filter { box.intersects($0.box) }
        let across = page.rules.horizontal.filter { $0.width * 2 > box.width && $0.intersects(box) }
        let lines = Self.clusters(across.map(\.centerY) + [box.top, box.bottom], apart: unit / 2)
        self.box = box
        columnCount = edges.count - 1
        rows = Self.bands(of: inside, lines, unit).map { Self.cells(of: $0, edges) }
    }

    /// The middles of groups of nearby places.
    private static func clusters(_ places: [Int], apart: Int) -> [Int] {
        var groups: [[Int]] = []
        for place in places.sorted() {
            if let last = groups.last?.last, place - last <= apart {
                groups[groups.count - 1].append(place)
            } else {
                groups.append([place])
            }
        }
        return groups.map { $0[$0.count / 2] }
    }

    /// Words by ruled row; by line of text where there are no ruled rows.
    private static func bands(of words: [Word], _ lines: [Int], _ unit: Int) -> [[Word]] {
        guard lines.count >= 4 else { return TextRow.rows(of: words).map(\.words) }
        return zip(lines, lines.dropFirst()).filter { $1 - $0 >= unit }.map { top, bottom in
            words.filter { (top..<bottom).contains($0.box.centerY) }
        }
    }

    private static func cells(of words: [Word], _ edges: [Int]) -> [[Word]] {
        zip(edges, edges.dropFirst()).map { left, right in
            let cell = words.filter { (left..<right).contains($0.box.centerX) }
            return TextRow.rows(of: cell).flatMap(\.words)
        }
    }
}
