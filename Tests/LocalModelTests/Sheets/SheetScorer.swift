// SPDX-License-Identifier: Apache-2.0

import Imaging
import JSON

@testable import LocalModel

/// Reads sheets as the server does and scores the numbers.
struct SheetScorer: Sendable {
    let sheets: SampleSheets
    let pool: OCRPool

    static func with(_ sheets: SampleSheets, _ body: (SheetScorer) async throws -> Void) async throws {
        let pool = OCRPool(languages: ["tha", "eng"], threads: 1, maximumWaiting: 16)
        try await pool.start()
        do {
            try await body(SheetScorer(sheets: sheets, pool: pool))
        } catch {
            await pool.stop()
            throw error
        }
        await pool.stop()
    }

    func score(_ sheet: String, _ pages: [String]) async throws -> NumberScore {
        let score = NumberScore(try await read(pages), truth: try sheets.truth(of: sheet))
        print("\(pages[0]): \(score)")
        return score
    }

    func read(_ names: [String]) async throws -> [JSONValue] {
        var pages: [PageText] = []
        for name in names {
            let bytes = try sheets.bytes(of: name)
            if name.hasSuffix(".pdf") {
                pages += try await PDFText.pages(of: bytes).map(TextLayer.page(from:))
            } else {
                pages.append(try await pool.read(bytes, deadline: .now + .seconds(300)))
            }
        }
        return SheetReader.reports(of: pages).map(\.json)
    }
}
