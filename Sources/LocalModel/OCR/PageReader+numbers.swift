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
        among glyphs: [PixelBox],
        in image: borrowing SheetImage,
        deadline: ContinuousClock.Instant
    ) throws(LocalModelError) -> [Word] {
        guard !usesThaiDigits(words) else { return words.map { Self.unconfirmed($0) } }
        let places = words.indices.filter { isCandidate(words[$0]) }
        let readings = try readings(of: places.map { words[$0].box }, in: image, deadline: deadline)
        var checked = words
        for (place, reading) in zip(places, readings) {
            checked[place].rereadings = reading
            if isDoubtful(checked[place]), let agreed = agreed(reading) {
                checked[place].text = agreed
            }
        }
        let unit = image.glyphHeight
        return checked.map { word in
            word.isCutShort(among: glyphs, beside: words, unit: unit) ? Self.unconfirmed(word) : word
        }
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
            agreed(reading).map { Word($0, box: box, confidence: 60, rereadings: reading) }
        }
    }

    /// Whole numbers, and short words that may be misread ones.
    private func isCandidate(_ word: Word) -> Bool {
        if NumberText.value(word.text) != nil { return true }
        let scalars = word.text.unicodeScalars
        guard !scalars.contains(where: { ThaiText.isThai($0) || "-|.,:;'`_".unicodeScalars.contains($0) }) else {
            return false
        }
        return scalars.count == 1 || (scalars.count <= 4 && word.confidence < 50)
    }

    /// What is no number, or a weak one, gives way when all rereadings agree.
    private func isDoubtful(_ word: Word) -> Bool {
        NumberText.value(word.text) == nil || word.confidence < 60
    }

    private func agreed(_ reading: [String]) -> String? {
        guard let first = reading.first, NumberText.value(first) != nil else { return nil }
        return reading.allSatisfy { $0 == first } ? first : nil
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
