// SPDX-License-Identifier: Apache-2.0

import Dashboard
import Extraction
import Imaging
import JSON

/// Pictures of jobs' pages for people who look at results.
actor ShownPages {
    private typealias Drawing = Task<[PagePicture], any Error>

    private let files: SourceFetcher
    private let preparer: ImagePreparer
    /// The files that were asked for last, the latest at the end: a page that shows several pictures of one has it got and
    /// drawn once.
    private var latest: [(file: JSONValue, pages: Drawing)] = []

    private static let kept = 4

    init(files: SourceFetcher) {
        self.files = files
        var limits = ImagingLimits()
        limits.maximumLongSide = 1600
        limits.maximumMegapixels = 50
        preparer = ImagePreparer(limits: limits, concurrency: 1)
    }

    /// Nil if the file has fewer pages.
    func picture(of file: JSONValue, page: Int) async throws -> PagePicture? {
        let drawn = try await drawing(of: file).value
        return drawn.indices.contains(page) ? drawn[page] : nil
    }

    private func drawing(of file: JSONValue) -> Drawing {
        if let known = latest.first(where: { $0.file == file }) { return known.pages }
        let drawing = Drawing { try await draw(file) }
        latest = latest.suffix(Self.kept - 1) + [(file, drawing)]
        return drawing
    }

    private func draw(_ file: JSONValue) async throws -> [PagePicture] {
        do {
            let pages = try await preparer.pictures(try await files.bytes(of: file), name: "page")
            return pages.map { PagePicture(bytes: $0.bytes, mediaType: $0.mediaType.rawValue) }
        } catch {
            // It may be there the next time.
            latest.removeAll { $0.file == file }
            switch error {
            case let error as ExtractionError: throw PictureError(error.message)
            case let error as ImagingError: throw PictureError(error.message)
            default: throw error
            }
        }
    }
}
