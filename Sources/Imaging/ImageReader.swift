// SPDX-License-Identifier: Apache-2.0

/// Makes JPEG pages out of one image file. Blocks its thread.
struct ImageReader {
    let limits: ImagingLimits
    let name: String
    let decoding: DecodingBudget

    func pages(of bytes: [UInt8], type: MediaType) throws(ImagingError) -> [PreparedPage] {
        guard VipsLibrary.isReady else { throw ImagingError(.childFailed, "libvips could not be started") }
        let result: Result<[PreparedPage], ImagingError> = bytes.withUnsafeBytes { buffer in
            Result { () throws(ImagingError) in try pages(in: buffer, type: type) }
        }
        return try result.get()
    }

    private func pages(in bytes: UnsafeRawBufferPointer, type: MediaType) throws(ImagingError) -> [PreparedPage] {
        let first = try checkedHeader(of: bytes, page: 0)
        if type == .jpeg, let page = unchanged(bytes, header: first) { return [page] }
        let count = type == .tiff ? first.pageCount : 1
        guard count <= limits.maximumPages else { throw .tooManyPages(count, of: name, limit: limits.maximumPages) }
        var pages: [PreparedPage] = []
        for index in 0..<max(count, 1) {
            let header = try checkedHeader(of: bytes, page: index)
            let size = header.width * header.height * header.bandCount
            pages.append(try decoding.with(size) { () throws(ImagingError) in try page(index, of: bytes) })
        }
        return pages
    }

    /// Looks at the header alone, so that a bomb is refused before it is unpacked.
    private func checkedHeader(of bytes: UnsafeRawBufferPointer, page: Int) throws(ImagingError) -> VipsPicture {
        guard let header = VipsPicture.header(of: bytes, page: page) else {
            throw ImagingError(.corrupt, "\(name): the image's header cannot be read; the file is damaged")
        }
        let (pixels, overflow) = header.width.multipliedReportingOverflow(by: header.height)
        guard !overflow, pixels <= limits.maximumMegapixels * 1_000_000 else {
            throw ImagingError(
                .tooLarge,
                "\(name): \(header.width) x \(header.height) pixels are more than the limit of "
                    + "\(limits.maximumMegapixels) megapixels; scale it down"
            )
        }
        return header
    }

    /// A whole JPEG that is upright and small enough keeps its pixels as they are: decoding is the dearest step of a job.
    private func unchanged(_ bytes: UnsafeRawBufferPointer, header: borrowing VipsPicture) -> PreparedPage? {
        guard max(header.width, header.height) <= limits.maximumLongSide, header.orientation == 1,
            header.bandCount == 1 || header.bandCount == 3,
            let jpeg = JPEGSegments.withoutMetadata(bytes)
        else { return nil }
        return PreparedPage(bytes: jpeg, mediaType: .jpeg, width: header.width, height: header.height)
    }

    private func page(_ index: Int, of bytes: UnsafeRawBufferPointer) throws(ImagingError) -> PreparedPage {
        guard let decoded = VipsPicture.thumbnail(of: bytes, page: index, side: limits.maximumLongSide),
            let picture = decoded.opaque(),
            let jpeg = picture.jpeg(quality: limits.jpegQuality)
        else {
            throw ImagingError(.corrupt, "\(name): the image is damaged or cut short; send the whole file")
        }
        return PreparedPage(bytes: jpeg, mediaType: .jpeg, width: picture.width, height: picture.height)
    }
}
