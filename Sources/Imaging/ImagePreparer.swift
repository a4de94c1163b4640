// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// Makes files into pages that a model takes: upright, of bounded size, without metadata.
public final class ImagePreparer: Sendable {
    /// What is accepted, and how large pages become.
    public let limits: ImagingLimits
    private let executor: ImagingExecutor
    private let decoding: DecodingBudget

    /// Creates a preparer.
    ///
    /// - Parameters:
    ///   - limits: What is accepted.
    ///   - concurrency: Images that are decoded at the same time, each on a thread of its own.
    public init(
        limits: ImagingLimits = ImagingLimits(),
        concurrency: Int = ProcessInfo.processInfo.activeProcessorCount
    ) {
        self.limits = limits
        executor = ImagingExecutor(concurrency: concurrency)
        decoding = DecodingBudget(bytes: limits.maximumDecodedBytes)
    }

    /// The pages of one file, in order.
    ///
    /// The type is decided by content. Images become JPEG; a JPEG that is upright and small enough keeps its pixels
    /// and only loses its metadata. A PDF whose every page has text passes through as it is, as one element; other
    /// PDFs are drawn at 200 dpi or less.
    ///
    /// - Parameter name: The file's name, for error messages.
    public func prepare(_ bytes: [UInt8], name: String) async throws(ImagingError) -> [PreparedPage] {
        guard !bytes.isEmpty else { throw ImagingError(.empty, "\(name): the file is empty") }
        guard let type = MediaType.sniff(bytes) else {
            throw ImagingError(.unsupported, "\(name): neither JPEG, PNG, WebP, TIFF, HEIC nor PDF")
        }
        guard type == .pdf else { return try await images(bytes, type: type, name: name) }
        return try await pages(of: PDFDocument(bytes: bytes, name: name, limits: limits), bytes: bytes)
    }

    /// Pictures of a file's pages, in order: as ``prepare(_:name:)``, but each PDF is drawn.
    public func pictures(_ bytes: [UInt8], name: String) async throws(ImagingError) -> [PreparedPage] {
        guard MediaType.sniff(bytes) == .pdf else { return try await prepare(bytes, name: name) }
        let document = try PDFDocument(bytes: bytes, name: name, limits: limits)
        return try await drawings(of: document, bounded(document))
    }

    private func images(_ bytes: [UInt8], type: MediaType, name: String) async throws(ImagingError) -> [PreparedPage] {
        let reader = ImageReader(limits: limits, name: name, decoding: decoding)
        return try await executor.run { () throws(ImagingError) in
            try reader.pages(of: bytes, type: type)
        }
    }

    private func pages(of document: PDFDocument, bytes: [UInt8]) async throws(ImagingError) -> [PreparedPage] {
        let outline = try await bounded(document)
        if try await document.isReadableAsText(outline) {
            let size = outline.sizes[0]
            return [
                PreparedPage(
                    bytes: bytes,
                    mediaType: .pdf,
                    width: size.width,
                    height: size.height,
                    pageCount: outline.pageCount
                )
            ]
        }
        return try await drawings(of: document, outline)
    }

    /// The outline of a document that has not too many pages.
    private func bounded(_ document: PDFDocument) async throws(ImagingError) -> PDFOutline {
        let outline = try await document.outline()
        guard outline.pageCount <= limits.maximumPages else {
            throw .tooManyPages(outline.pageCount, of: document.name, limit: limits.maximumPages)
        }
        return outline
    }

    private func drawings(
        of document: PDFDocument,
        _ outline: PDFOutline
    ) async throws(ImagingError) -> [PreparedPage] {
        var pages: [PreparedPage] = []
        for (index, size) in outline.sizes.enumerated() {
            let drawn = try await document.drawing(ofPage: index + 1, size: size)
            pages += try await images(drawn, type: .jpeg, name: "\(document.name), page \(index + 1)")
        }
        return pages
    }
}
