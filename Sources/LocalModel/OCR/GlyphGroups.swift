// SPDX-License-Identifier: Apache-2.0

/// Puts glyphs that stand side by side together.
enum GlyphGroups {
    static func groups(of glyphs: [PixelBox], gap: Int) -> [PixelBox] {
        var groups: [PixelBox] = []
        for glyph in glyphs.sorted(by: { $0.left < $1.left }) {
            let index = groups.firstIndex { group in
                glyph.left - group.right <= gap
                    && abs(glyph.centerY - group.centerY) * 3 < max(group.height, glyph.height)
            }
            if let index {
                groups[index] = groups[index].union(glyph)
            } else {
                groups.append(glyph)
            }
        }
        return groups
    }
}
