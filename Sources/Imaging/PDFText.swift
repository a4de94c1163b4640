// SPDX-License-Identifier: Apache-2.0

/// The text that a PDF carries.
public enum PDFText {
    /// The text of each page, laid out as on the page; an empty or blank string for a page without any.
    ///
    /// Runs `pdftotext` in a child process.
    public static func pages(of pdf: [UInt8]) async throws(ImagingError) -> [String] {
        try await PDFDocument(bytes: pdf, name: "document", limits: ImagingLimits()).text()
    }
}
