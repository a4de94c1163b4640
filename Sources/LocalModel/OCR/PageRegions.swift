// SPDX-License-Identifier: Apache-2.0

/// Cuts a page along its white gutters into regions that are read one by one.
///
/// Text lines of neighbouring columns seldom share a baseline, and Tesseract reads across them otherwise. Cutting too
/// much does no harm, as rows are put together again by their height on the page.
enum PageRegions {
    static func regions(of boxes: [PixelBox], unit: Int, depth: Int = 3) -> [PixelBox] {
        guard let first = boxes.first else { return [] }
        let content = boxes.reduce(first) { $0.union($1) }
        guard depth > 0, let gutter = WhiteGutter.find(in: boxes, unit: unit, share: 0.2)?.box else { return [content] }
        let above = boxes.filter { $0.centerY < gutter.top }
        let below = boxes.filter { $0.centerY >= gutter.bottom }
        let beside = boxes.filter { $0.centerY >= gutter.top && $0.centerY < gutter.bottom }
        let left = beside.filter { $0.centerX < gutter.left }
        let right = beside.filter { $0.centerX >= gutter.left }
        return [above, left, right, below].flatMap { regions(of: $0, unit: unit, depth: depth - 1) }
    }
}
