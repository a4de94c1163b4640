// SPDX-License-Identifier: Apache-2.0

import Imaging
import JSON

/// Answers a request's pages with the text of a JSON array of reports.
struct SheetModel: Sendable {
    let pool: OCRPool
    let cache = PageCache(capacity: 32)

    func answer(_ request: GenerateContentRequest, deadline: ContinuousClock.Instant) async throws -> String {
        var pages: [PageText] = []
        for page in request.pages {
            switch page {
            case .image(let bytes):
                pages.append(try await image(bytes, deadline: deadline))
            case .pdf(let bytes):
                pages += try await textLayer(of: bytes)
            }
        }
        return JSONValue.array(SheetReader.reports(of: pages).map(\.json)).text
    }

    private func image(_ bytes: [UInt8], deadline: ContinuousClock.Instant) async throws -> PageText {
        if let page = cache.page(for: bytes) { return page }
        let page = try await pool.read(bytes, deadline: deadline)
        cache.insert(page, for: bytes)
        return page
    }

    private func textLayer(of pdf: [UInt8]) async throws(LocalModelError) -> [PageText] {
        do {
            return try await PDFText.pages(of: pdf).map(TextLayer.page(from:))
        } catch {
            throw LocalModelError(.unreadableImage, "The PDF cannot be read: \(error.message)")
        }
    }
}
