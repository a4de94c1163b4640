// SPDX-License-Identifier: Apache-2.0

import CTesseract

/// An image held by Leptonica.
///
/// Not shared between threads; freed with the value.
struct Pixmap: ~Copyable {
    let pointer: UnsafeMutablePointer<Pix>

    init?(_ pointer: UnsafeMutablePointer<Pix>?) {
        guard let pointer else { return nil }
        self.pointer = pointer
    }

    deinit {
        var pointer: UnsafeMutablePointer<Pix>? = pointer
        pixDestroy(&pointer)
    }

    var width: Int { Int(pixGetWidth(pointer)) }
    var height: Int { Int(pixGetHeight(pointer)) }
    var bounds: PixelBox { PixelBox(left: 0, top: 0, right: width, bottom: height) }

    /// Decodes an image to 8-bit gray; its dimensions are read first, and an image above `maximumPixels` is refused.
    static func decodeGray(_ bytes: [UInt8], maximumPixels: Int = 100_000_000) throws(LocalModelError) -> Pixmap {
        try checkDimensions(of: bytes, maximumPixels: maximumPixels)
        guard
            let decoded = Pixmap(pixReadMem(bytes, bytes.count)),
            let opaque = Pixmap(pixRemoveAlpha(decoded.pointer)),
            let gray = Pixmap(pixConvertTo8(opaque.pointer, 0))
        else {
            throw LocalModelError(.unreadableImage, "The image cannot be decoded; send an intact JPEG or PNG.")
        }
        return gray
    }

    private static func checkDimensions(of bytes: [UInt8], maximumPixels: Int) throws(LocalModelError) {
        var format: Int32 = 0
        var width: Int32 = 0
        var height: Int32 = 0
        guard pixReadHeaderMem(bytes, bytes.count, &format, &width, &height, nil, nil, nil) == 0 else {
            throw LocalModelError(.unreadableImage, "The data is not an image in a known format; send JPEG or PNG.")
        }
        guard width > 0, height > 0, Int(width) * Int(height) <= maximumPixels else {
            throw LocalModelError(
                .unreadableImage,
                "The image is \(width)x\(height); at most \(maximumPixels) pixels are read. Send a smaller one."
            )
        }
    }
}
