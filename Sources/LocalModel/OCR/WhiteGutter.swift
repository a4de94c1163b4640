// SPDX-License-Identifier: Apache-2.0

/// A tall white strip with content on both sides.
struct WhiteGutter: Hashable, Sendable {
    var box: PixelBox

    /// The longest gutter among `boxes`, at least 1.2 `unit` wide, running along at least a quarter of the content's
    /// height, with at least `share` of the content's width on either side.
    static func find(in boxes: [PixelBox], unit: Int, share: Double) -> WhiteGutter? {
        guard boxes.count >= 12, let first = boxes.first else { return nil }
        let content = boxes.reduce(first) { $0.union($1) }
        let grid = OccupancyGrid(boxes, content: content, cell: max(unit / 3, 2))
        let span = max(4, (unit * 6 / 5 + grid.cell - 1) / grid.cell)
        let margin = Int(Double(content.width) * share) / grid.cell
        guard grid.columns > 2 * margin + span else { return nil }
        return (margin...(grid.columns - margin - span))
            .compactMap { grid.whiteRun(columns: $0..<($0 + span)) }
            .filter { $0.height * 4 >= content.height && hasContentBeside($0, boxes, content, share) }
            .max { $0.height < $1.height }
            .map { WhiteGutter(box: $0) }
    }

    private static func hasContentBeside(
        _ gutter: PixelBox,
        _ boxes: [PixelBox],
        _ content: PixelBox,
        _ share: Double
    ) -> Bool {
        let beside = boxes.filter { $0.centerY >= gutter.top && $0.centerY < gutter.bottom }
        let left = beside.filter { $0.centerX < gutter.left }
        let right = beside.filter { $0.centerX >= gutter.right }
        guard left.count >= 4, right.count >= 4 else { return false }
        let needed = Int(Double(content.width) * share)
        let leftWidth = gutter.left - (left.map(\.left).min() ?? gutter.left)
        let rightWidth = (right.map(\.right).max() ?? gutter.right) - gutter.right
        return leftWidth >= needed && rightWidth >= needed
    }
}
