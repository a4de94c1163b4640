// SPDX-License-Identifier: Apache-2.0

/// Numbers are read again: Tesseract's own confidence does not tell its wrong digits from its right ones, but readings
/// of different renderings seldom agree on a wrong one.
extension PageReader {
    /// Renderings that differ in size, spacing and neighbours.
    private static let renderings = [
        NumberMontage(perLine: 8, height: 24, gap: 12),
        NumberMontage(perLine: 12, height: 36, gap: 20),
        NumberMontage(perLine: 1, height: 24, gap: 12),
    ]

    func reread(
        _ words: [Word],
        in image: borrowing SheetImage,
        deadline: ContinuousClock.Instant
    ) throws(LocalModelError) -> [Word] {
        guard !usesThaiDigits(words) else { return words.map { Self.unconfirmed($0) } }
        let places = words.indices.filter { NumberText.isCandidate(words[$0].text) }
        let readings = try readings(of: places.map { words[$0].box }, in: image, deadline: deadline)
        var checked = words
        for (place, reading) in zip(places, readings) {
            checked[place].rereadings = reading
        }
        return checked
    }

    /// Lone figures that page reading left out: ink under no word, kept only if all readings agree.
    func missedNumbers(
        among glyphs: [PixelBox],
        beside words: [Word],
        in image: borrowing SheetImage,
        deadline: ContinuousClock.Instant
    ) throws(LocalModelError) -> [Word] {
        guard !usesThaiDigits(words) else { return [] }
        let boxes = words.map(\.box)
        let lone = glyphs.filter { glyph in
            glyph.height * 2 > image.glyphHeight && !boxes.contains { $0.intersects(glyph) }
        }
        let groups = GlyphGroups.groups(of: lone, gap: image.glyphHeight / 2)
            .filter { $0.width <= 6 * image.glyphHeight && $0.height <= 2 * image.glyphHeight }
            .prefix(200)
        let readings = try readings(of: Array(groups), in: image, deadline: deadline)
        return zip(groups, readings).compactMap { box, reading in
            guard let first = reading.first, !first.isEmpty, reading.allSatisfy({ $0 == first }) else { return nil }
            return Word(first, box: box, confidence: 60, rereadings: reading)
        }
    }

    /// Where figures are Thai, what looks like an ASCII digit is most likely a misread Thai one.
    private func usesThaiDigits(_ words: [Word]) -> Bool {
        let thai = words.count { $0.text.unicodeScalars.contains(where: ThaiText.isDigit) }
        let ascii = words.count { $0.text.unicodeScalars.contains { ("0"..."9").contains($0) } }
        return thai >= 3 && thai > ascii
    }

    private static func unconfirmed(_ word: Word) -> Word {
        var word = word
        word.rereadings = [""]
        return word
    }

    /// For each box what the renderings gave.
    private func readings(
        of boxes: [PixelBox],
        in image: borrowing SheetImage,
        deadline: ContinuousClock.Instant
    ) throws(LocalModelError) -> [[String]] {
        var readings: [[String]] = boxes.map { _ in [] }
        for rendering in Self.renderings {
            let texts = try rendering.read(boxes, in: image.gray, with: digits, deadline: deadline)
            for (index, text) in texts.enumerated() {
                readings[index].append(text)
            }
        }
        return readings
    }
}
