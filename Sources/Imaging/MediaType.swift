// SPDX-License-Identifier: Apache-2.0

/// The file types that pages come in.
public enum MediaType: String, Sendable, Hashable, CaseIterable {
    /// JPEG.
    case jpeg = "image/jpeg"
    /// PNG.
    case png = "image/png"
    /// WebP.
    case webp = "image/webp"
    /// TIFF, possibly with several pages.
    case tiff = "image/tiff"
    /// HEIC and HEIF, where libvips has a loader.
    case heic = "image/heic"
    /// PDF.
    case pdf = "application/pdf"

    /// The type by a file's first bytes, whatever its name says; nil if it is none of these.
    public static func sniff(_ bytes: [UInt8]) -> MediaType? {
        if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return .jpeg }
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return .png }
        if bytes.starts(with: "RIFF".utf8), bytes.dropFirst(8).starts(with: "WEBP".utf8) { return .webp }
        if isTIFF(bytes) { return .tiff }
        if bytes.dropFirst(4).starts(with: "ftyp".utf8), isHEIF(brand: bytes.dropFirst(8).prefix(4)) { return .heic }
        return hasPDFHeader(bytes) ? .pdf : nil
    }

    /// Either byte order, classic (42) or big (43).
    private static func isTIFF(_ bytes: [UInt8]) -> Bool {
        let magics: [[UInt8]] = [
            [0x49, 0x49, 42, 0], [0x4D, 0x4D, 0, 42], [0x49, 0x49, 43, 0], [0x4D, 0x4D, 0, 43],
        ]
        return magics.contains { bytes.starts(with: $0) }
    }

    private static func isHEIF(brand: ArraySlice<UInt8>) -> Bool {
        ["heic", "heix", "hevc", "hevx", "heim", "heis", "mif1", "msf1"].contains { brand.elementsEqual($0.utf8) }
    }

    /// Readers accept some bytes before the header, and so do scanners that write them.
    private static func hasPDFHeader(_ bytes: [UInt8]) -> Bool {
        let header = Array("%PDF-".utf8)
        let head = bytes.prefix(1024)
        return head.indices.contains { head[$0...].starts(with: header) }
    }
}
