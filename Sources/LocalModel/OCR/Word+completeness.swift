// SPDX-License-Identifier: Apache-2.0

extension Word {
    /// Whether this figure may be only a part of the one on the page: readings of a part agree with one another, so that
    /// they cannot tell.
    ///
    /// A box too wide for its digits, ink closer than a space is wide, or a doubtful word beside it gives it away.
    func isCutShort(among glyphs: [PixelBox], beside words: [Word], unit: Int) -> Bool {
        guard NumberText.value(text) != nil else { return false }
        if box.width * 10 > 9 * box.height * text.unicodeScalars.count + 4 * unit { return true }
        let ink = glyphs.contains { $0.height * 2 > unit && isNeighbour($0, within: unit / 4) }
        return ink || words.contains { $0.confidence < 70 && isNeighbour($0.box, within: unit * 2 / 3) }
    }

    /// Whether `other` begins or ends within `distance` of this word, on its line, without being part of it.
    private func isNeighbour(_ other: PixelBox, within distance: Int) -> Bool {
        guard !other.intersects(box) else { return false }
        let gap = max(other.left - box.right, box.left - other.right)
        let overlap = min(other.bottom, box.bottom) - max(other.top, box.top)
        return gap <= distance && overlap * 2 > min(other.height, box.height)
    }
}
