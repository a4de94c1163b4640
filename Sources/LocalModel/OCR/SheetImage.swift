// SPDX-License-Identifier: Apache-2.0

/// A page made ready for reading: gray, upright, large enough, and with its ruled lines taken out.
///
/// Lines are removed because Tesseract reads them as letters; their places are kept, as they tell a table's columns.
struct SheetImage: ~Copyable {
    let gray: Pixmap
    let binary: Pixmap
    let rules: PageRules
    /// Median height of the glyphs in pixels.
    let glyphHeight: Int

    private static let unreadable = LocalModelError(
        .unreadableImage,
        "The image could not be prepared for reading; it may be too large for the memory at hand."
    )

    static func prepare(_ bytes: [UInt8]) throws(LocalModelError) -> SheetImage {
        let decoded = try Pixmap.decodeGray(bytes)
        guard let even = decoded.withEvenBackground(), let first = even.binarized(below: inkThreshold) else {
            throw unreadable
        }
        let factor = scale(glyphHeight: medianGlyphHeight(of: first.blobs()), bounds: even.bounds)
        guard let scaled = even.scaled(by: factor), let skewed = scaled.binarized(below: inkThreshold) else {
            throw unreadable
        }
        let turn = correction(of: skewed)
        guard let gray = scaled.rotated(byDegrees: turn), let binary = gray.binarized(below: inkThreshold) else {
            throw unreadable
        }
        let height = medianGlyphHeight(of: binary.blobs())
        let rules = removeRules(from: gray, binary, glyphHeight: height)
        return SheetImage(gray: gray, binary: binary, rules: rules, glyphHeight: height)
    }

    private static let inkThreshold = 150
    /// Hairlines are pale; noise is paler still or makes no long strokes.
    private static let ruleThreshold = 215

    /// Small print is enlarged to about 26 pixels a glyph, and giant pages are reduced.
    private static func scale(glyphHeight: Int, bounds: PixelBox) -> Double {
        let wanted = glyphHeight < 18 ? min(2, 26 / Double(max(glyphHeight, 1))) : 1
        let longSide = Double(max(bounds.width, bounds.height))
        return min(wanted, 5_000 / longSide)
    }

    private static func correction(of binary: borrowing Pixmap) -> Double {
        guard let skew = binary.skewInDegrees(), abs(skew) > 0.1 else { return 0 }
        return skew
    }

    /// Specks and pictures do not count; 20 where nothing is left.
    private static func medianGlyphHeight(of blobs: [PixelBox]) -> Int {
        let heights = blobs.map(\.height).filter { (6...120).contains($0) }.sorted()
        return heights.isEmpty ? 20 : heights[heights.count / 2]
    }

    private static func removeRules(
        from gray: borrowing Pixmap,
        _ binary: borrowing Pixmap,
        glyphHeight: Int
    ) -> PageRules {
        var rules = PageRules()
        guard
            let faint = gray.binarized(below: ruleThreshold),
            // What skew is left breaks hairlines into steps; thickening joins them.
            let tall = faint.dilated(width: 1, height: 3),
            let wide = faint.dilated(width: 3, height: 1)
        else { return rules }
        let across = tall.opened(width: max(5 * glyphHeight, 80), height: 1)
        let upright = wide.opened(width: 1, height: max(3 * glyphHeight, 70))
        if let across {
            rules.horizontal = across.blobs(limit: 2_000)
            erase(across, from: gray, binary)
        }
        if let upright {
            rules.vertical = upright.blobs(limit: 2_000)
            erase(upright, from: gray, binary)
        }
        return rules
    }

    private static func erase(
        _ strokes: borrowing Pixmap,
        from gray: borrowing Pixmap,
        _ binary: borrowing Pixmap
    ) {
        guard let mask = strokes.dilated(width: 3, height: 3) else { return }
        gray.paint(255, through: mask)
        binary.paint(0, through: mask)
    }
}
