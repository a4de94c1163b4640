// SPDX-License-Identifier: Apache-2.0

/// Which cells of a coarse grid over a page hold content.
struct OccupancyGrid {
    let cell: Int
    let columns: Int
    private let rows: Int
    private let origin: PixelBox
    private var filled: [Bool]

    init(_ boxes: [PixelBox], content: PixelBox, cell: Int) {
        self.cell = cell
        origin = content
        columns = content.width / cell + 1
        rows = content.height / cell + 1
        filled = Array(repeating: false, count: columns * rows)
        for box in boxes {
            fill(box)
        }
    }

    private mutating func fill(_ box: PixelBox) {
        guard !box.isEmpty else { return }
        for row in ((box.top - origin.top) / cell)...((box.bottom - 1 - origin.top) / cell) {
            for column in ((box.left - origin.left) / cell)...((box.right - 1 - origin.left) / cell) {
                filled[row * columns + column] = true
            }
        }
    }

    /// The longest run of rows that are white in all of `range`, as a box in page coordinates.
    func whiteRun(columns range: Range<Int>) -> PixelBox? {
        var best = 0..<0
        var start = 0
        for row in 0...rows {
            let isWhite = row < rows && !range.contains { filled[row * columns + $0] }
            if isWhite { continue }
            if row - start > best.count { best = start..<row }
            start = row + 1
        }
        guard !best.isEmpty else { return nil }
        return PixelBox(
            left: origin.left + range.lowerBound * cell,
            top: origin.top + best.lowerBound * cell,
            right: origin.left + range.upperBound * cell,
            bottom: origin.top + best.upperBound * cell
        )
    }
}
