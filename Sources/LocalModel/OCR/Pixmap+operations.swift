// SPDX-License-Identifier: Apache-2.0

import CTesseract

extension Pixmap {
    /// Scaled by the same factor in both directions, or nil when memory is short.
    func scaled(by factor: Double) -> Pixmap? {
        Pixmap(pixScale(pointer, Float(factor), Float(factor)))
    }

    /// A copy of one part; the box is cut to the image.
    func clipped(to box: PixelBox) -> Pixmap? {
        Pixmap(ve_pix_clip(pointer, Int32(box.left), Int32(box.top), Int32(box.width), Int32(box.height)))
    }

    /// A white gray image.
    static func white(width: Int, height: Int) -> Pixmap? {
        guard let image = Pixmap(pixCreate(Int32(width), Int32(height), 8)) else { return nil }
        _ = pixSetAll(image.pointer)
        return image
    }

    /// Copies another gray image into this one.
    func place(_ other: borrowing Pixmap, left: Int, top: Int) {
        let width = Int32(other.width)
        let height = Int32(other.height)
        _ = pixRasterop(pointer, Int32(left), Int32(top), width, height, ve_copy_source, other.pointer, 0, 0)
    }

    /// The background brought to a lightness of 245, so that one threshold serves the whole page (gray images).
    func withEvenBackground() -> Pixmap? {
        Pixmap(pixBackgroundNorm(pointer, nil, nil, 10, 15, 60, 40, 245, 2, 1))
    }

    /// Ink is what is darker than `threshold`.
    func binarized(below threshold: Int) -> Pixmap? {
        Pixmap(pixThresholdToBinary(pointer, Int32(threshold)))
    }

    /// Turned by `degrees` clockwise; the corners become white (gray images).
    func rotated(byDegrees degrees: Double) -> Pixmap? {
        Pixmap(pixRotateAMGray(pointer, Float(degrees * .pi / 180), 255))
    }

    /// The skew of the text lines in degrees, when it can be told (binary images).
    func skewInDegrees() -> Double? {
        var angle: Float = 0
        var confidence: Float = 0
        guard pixFindSkew(pointer, &angle, &confidence) == 0, confidence >= 3 else { return nil }
        return Double(angle)
    }

    /// What is left of the ink after opening with a brush of that size: long strokes only (binary images).
    func opened(width: Int, height: Int) -> Pixmap? {
        Pixmap(pixOpenBrick(nil, pointer, Int32(width), Int32(height)))
    }

    /// The ink thickened with a brush of that size (binary images).
    func dilated(width: Int, height: Int) -> Pixmap? {
        Pixmap(pixDilateBrick(nil, pointer, Int32(width), Int32(height)))
    }

    /// Paints `value` wherever the binary `mask` has ink.
    func paint(_ value: UInt32, through mask: borrowing Pixmap) {
        _ = pixSetMasked(pointer, mask.pointer, value)
    }

    /// The boxes of connected blobs of ink, at most `limit` (binary images).
    func blobs(limit: Int = 100_000) -> [PixelBox] {
        var boxes: UnsafeMutablePointer<Boxa>? = pixConnCompBB(pointer, 8)
        defer { boxaDestroy(&boxes) }
        guard let boxes else { return [] }
        return (0..<min(boxaGetCount(boxes), Int32(limit))).map { index in
            var x: Int32 = 0
            var y: Int32 = 0
            var width: Int32 = 0
            var height: Int32 = 0
            _ = boxaGetBoxGeometry(boxes, index, &x, &y, &width, &height)
            return PixelBox(left: Int(x), top: Int(y), right: Int(x + width), bottom: Int(y + height))
        }
    }

    /// The number of ink pixels in a part (binary images).
    func ink(in box: PixelBox) -> Int {
        Int(ve_pix_ink(pointer, Int32(box.left), Int32(box.top), Int32(box.width), Int32(box.height)))
    }
}
