// SPDX-License-Identifier: Apache-2.0

/// A page as models take it, or a whole PDF whose text they read better than its picture.
public struct PreparedPage: Sendable, Hashable {
    /// A JPEG, or the PDF as it came.
    public var bytes: [UInt8]
    /// `.jpeg` or `.pdf`.
    public var mediaType: MediaType
    /// Width in pixels; of a PDF, its first page's in points.
    public var width: Int
    /// Height in pixels; of a PDF, its first page's in points.
    public var height: Int
    /// 1, or the number of a PDF's pages.
    public var pageCount: Int

    /// Creates a page.
    public init(bytes: [UInt8], mediaType: MediaType, width: Int, height: Int, pageCount: Int = 1) {
        self.bytes = bytes
        self.mediaType = mediaType
        self.width = width
        self.height = height
        self.pageCount = pageCount
    }
}
