// SPDX-License-Identifier: Apache-2.0

import Dashboard
import Foundation
import Imaging
import JSON

/// Pictures of jobs' pages for people who look at results: of files that were uploaded, or that came within the job.
actor ShownPages {
    private let blobs: SealedBlobs
    private let preparer: ImagePreparer
    /// The file that was asked for last: a page that shows several pictures of it has it drawn once.
    private var last: (file: JSONValue, pages: Task<[PagePicture], Never>)?

    private static let maximumBytes = 32 << 20

    init(blobs: SealedBlobs) {
        self.blobs = blobs
        var limits = ImagingLimits()
        limits.maximumLongSide = 1600
        limits.maximumMegapixels = 50
        preparer = ImagePreparer(limits: limits, concurrency: 1)
    }

    /// Nil if the file is gone, is none that can be drawn, or has fewer pages.
    func picture(of file: JSONValue, page: Int) async -> PagePicture? {
        let pages: Task<[PagePicture], Never>
        if let last, last.file == file {
            pages = last.pages
        } else {
            pages = Task { await draw(file) }
            last = (file, pages)
        }
        let drawn = await pages.value
        // What could not be drawn may be there the next time.
        if drawn.isEmpty, last?.pages == pages { last = nil }
        return drawn.indices.contains(page) ? drawn[page] : nil
    }

    private func draw(_ file: JSONValue) async -> [PagePicture] {
        guard let bytes = await bytes(of: file), bytes.count <= Self.maximumBytes else { return [] }
        let pages = (try? await preparer.pictures(bytes, name: "page")) ?? []
        return pages.map { PagePicture(bytes: $0.bytes, mediaType: $0.mediaType.rawValue) }
    }

    private func bytes(of file: JSONValue) async -> [UInt8]? {
        if let data = file["data"]?.stringValue { return Data(base64Encoded: data).map(Array.init) }
        guard let uri = file["uri"]?.stringValue, uri.hasPrefix("blob:") else { return nil }
        return try? await blobs.blob(
            String(uri.dropFirst("blob:".count)),
            maximumBytes: Self.maximumBytes
        )
    }
}
