// SPDX-License-Identifier: Apache-2.0

import CVips

/// One reference to a libvips image, given back when the value goes.
struct VipsPicture: ~Copyable {
    private let image: UnsafeMutablePointer<VipsImage>

    private init(_ image: UnsafeMutablePointer<VipsImage>) { self.image = image }

    deinit { cvips_unref(image) }

    var width: Int { Int(vips_image_get_width(image)) }
    var height: Int { Int(vips_image_get_height(image)) }
    var bandCount: Int { Int(vips_image_get_bands(image)) }
    var pageCount: Int { Int(vips_image_get_n_pages(image)) }
    /// EXIF's number: 1 is upright.
    var orientation: Int { Int(vips_image_get_orientation(image)) }

    /// Reads the header only. Valid while `bytes` are.
    static func header(of bytes: UnsafeRawBufferPointer, page: Int = 0) -> VipsPicture? {
        let options = page > 0 ? "page=\(page)" : ""
        guard let base = bytes.baseAddress, let image = cvips_open(base, bytes.count, options) else { return failed() }
        return VipsPicture(image)
    }

    /// One page, upright and at most `side` pixels each way. Valid while `bytes` are.
    static func thumbnail(of bytes: UnsafeRawBufferPointer, page: Int = 0, side: Int) -> VipsPicture? {
        // libvips 8.14 does not hand its thumbnailer's own setting on to the decoders.
        let options = "fail-on=error" + (page > 0 ? ",page=\(page)" : "")
        guard let base = bytes.baseAddress,
            let image = cvips_thumbnail(base, bytes.count, options, Int32(side))
        else { return failed() }
        return VipsPicture(image)
    }

    /// The same picture without alpha, in eight-bit grey if it has no colour, else in sRGB.
    consuming func opaque() -> VipsPicture? {
        guard let result = cvips_opaque(image, bandCount < 3 ? 1 : 0) else { return Self.failed() }
        return VipsPicture(result)
    }

    /// The picture as a JPEG without metadata. Decoding happens here, so this is where damage shows.
    func jpeg(quality: Int) -> [UInt8]? {
        var bytes: UnsafeMutableRawPointer?
        var count = 0
        let status = cvips_jpeg(image, &bytes, &count, Int32(quality))
        defer { if let bytes { cvips_free(bytes) } }
        guard status == 0, let bytes else {
            vips_error_clear()
            return nil
        }
        return Array(UnsafeRawBufferPointer(start: bytes, count: count))
    }

    /// libvips keeps its words of failure in a growing buffer; ours are in ``ImagingError``.
    private static func failed() -> VipsPicture? {
        vips_error_clear()
        return nil
    }
}
