// SPDX-License-Identifier: Apache-2.0

/// Reads the words of page images; belongs to one thread.
struct PageReader: ~Copyable {
    /// All languages of the configuration.
    private let allLanguages: Tesseract
    /// The same without Thai, which is twice as fast and errs less on Latin pages.
    private let latin: Tesseract
    /// Digits only, for rereading numbers.
    let digits: Tesseract

    static func open(languages: [String]) throws(LocalModelError) -> PageReader {
        let others = languages.filter { $0 != "tha" }
        let latin = others.isEmpty ? languages : others
        return PageReader(
            allLanguages: try .open(languages: languages),
            latin: try .open(languages: latin),
            digits: try .open(languages: latin, characters: "0123456789,")
        )
    }

    func read(_ bytes: [UInt8], deadline: ContinuousClock.Instant) throws(LocalModelError) -> PageText {
        let image = try SheetImage.prepare(bytes)
        let glyphs = image.binary.blobs().filter { isGlyph($0, of: image.glyphHeight) }
        let regions = PageRegions.regions(of: glyphs, unit: image.glyphHeight)
            .map { $0.expanded(by: image.glyphHeight / 2, within: image.gray.bounds) }
        var words = try readRegions(regions, of: image, deadline: deadline)
        words = try reread(words, among: glyphs, in: image, deadline: deadline)
        words += try missedNumbers(among: glyphs, beside: words, in: image, deadline: deadline)
        return PageText(words: words, rules: image.rules)
    }

    private func isGlyph(_ box: PixelBox, of height: Int) -> Bool {
        box.height * 3 >= height && box.height <= 5 * height && box.width <= 20 * height
    }

    private func readRegions(
        _ regions: [PixelBox],
        of image: borrowing SheetImage,
        deadline: ContinuousClock.Instant
    ) throws(LocalModelError) -> [Word] {
        var words: [Word] = []
        let isThai = try hasThai(regions, of: image, deadline: deadline)
        for region in regions {
            if isThai {
                words += try allLanguages.words(in: image.gray, region: region, layout: .block, deadline: deadline)
            } else {
                words += try latin.words(in: image.gray, region: region, layout: .block, deadline: deadline)
            }
        }
        return words
    }

    /// Looks at the first lines of the page: is one letter in ten Thai?
    private func hasThai(
        _ regions: [PixelBox],
        of image: borrowing SheetImage,
        deadline: ContinuousClock.Instant
    ) throws(LocalModelError) -> Bool {
        guard var sample = regions.first else { return false }
        sample.bottom = min(sample.bottom, sample.top + 12 * image.glyphHeight)
        let words = try allLanguages.words(in: image.gray, region: sample, layout: .block, deadline: deadline)
        let letters = words.filter { $0.confidence >= 60 }.flatMap(\.text.unicodeScalars)
            .filter { $0.properties.isAlphabetic }
        let thai = letters.filter(ThaiText.isThai)
        return thai.count * 10 > letters.count
    }
}
