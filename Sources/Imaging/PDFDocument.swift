// SPDX-License-Identifier: Apache-2.0

/// A PDF, read by poppler's programs in child processes.
struct PDFDocument: Sendable {
    let name: String
    let limits: ImagingLimits
    private let file: NamelessFile

    /// Refuses a file without a PDF's end: poppler would mend it, and silently leave out the pages that are missing.
    init(bytes: [UInt8], name: String, limits: ImagingLimits) throws(ImagingError) {
        let tail = bytes.suffix(2048)
        guard tail.indices.contains(where: { tail[$0...].starts(with: "%%EOF".utf8) }) else {
            throw ImagingError(.corrupt, "\(name): the PDF is cut short; send the whole file")
        }
        self.name = name
        self.limits = limits
        file = try NamelessFile(bytes)
    }

    /// What is known of it without drawing it.
    func outline() async throws(ImagingError) -> PDFOutline {
        let report = try await poppler("pdfinfo", ["-f", "1", "-l", "\(limits.maximumPages)"], limit: 1 << 20)
        guard let outline = PDFOutline(report: report, maximumPages: limits.maximumPages) else {
            throw ImagingError(.corrupt, "\(name): the PDF does not say which pages it has; the file is damaged")
        }
        return outline
    }

    /// The text of each page, laid out as on the page.
    func text() async throws(ImagingError) -> [String] {
        let output = try await poppler("pdftotext", ["-layout", "-enc", "UTF-8"], output: "-", limit: 8 << 20)
        let pages = output.split(separator: 0x0C, omittingEmptySubsequences: false).dropLast()
        return pages.map { String(decoding: $0, as: UTF8.self) }
    }

    /// Whether every page has more text than a scan's stray marks. A locked one is drawn, since models cannot open it.
    func isReadableAsText(_ outline: PDFOutline) async throws(ImagingError) -> Bool {
        guard !outline.isEncrypted else { return false }
        let pages = try await text()
        return pages.count == outline.pageCount
            && pages.allSatisfy { page in
                page.unicodeScalars.lazy.filter { $0.properties.isAlphabetic }.prefix(20).count == 20
            }
    }

    /// One page as a JPEG at 200 dpi, or less where that would be beyond the longest side.
    func drawing(ofPage number: Int, size: PDFOutline.Size) async throws(ImagingError) -> [UInt8] {
        let side = min(max(size.width, size.height) * 200 / 72, limits.maximumLongSide)
        return try await poppler(
            "pdftoppm",
            [
                "-f", "\(number)", "-l", "\(number)", "-cropbox", "-scale-to", "\(max(side, 1))",
                "-jpeg", "-jpegopt", "quality=\(limits.jpegQuality)",
            ],
            limit: 64 << 20
        )
    }

    private func poppler(
        _ program: String,
        _ options: [String],
        output: String? = nil,
        limit: Int
    ) async throws(ImagingError) -> [UInt8] {
        let arguments = options + ["/dev/stdin"] + (output.map { [$0] } ?? [])
        let child = LimitedChild(
            program: program,
            arguments: arguments,
            timeout: limits.childTimeout,
            outputLimit: limit
        )
        return try await child.run(input: file, name: name)
    }
}
