// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
import Glibc
#endif

/// Walks the segments of a JPEG without decoding a pixel (ITU T.81, annex B).
struct JPEGSegments {
    private let bytes: UnsafeRawBufferPointer
    private var position = 2
    private var kept: [UInt8] = [0xFF, Marker.startOfImage]

    private init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
        kept.reserveCapacity(bytes.count)
    }

    /// The same picture without metadata, thumbnails, comments and whatever follows its end.
    ///
    /// Nil if it is not plainly one whole, common JPEG: then a decoder has to tell what it is.
    static func withoutMetadata(_ bytes: UnsafeRawBufferPointer) -> [UInt8]? {
        guard bytes.count > 4, bytes[0] == 0xFF, bytes[1] == Marker.startOfImage else { return nil }
        var segments = JPEGSegments(bytes)
        while let marker = segments.nextMarker() {
            if marker == Marker.endOfImage { return segments.kept + [0xFF, marker] }
            guard segments.take(marker) else { return nil }
        }
        return nil
    }

    private mutating func nextMarker() -> UInt8? {
        guard position < bytes.count, bytes[position] == 0xFF else { return nil }
        while position < bytes.count, bytes[position] == 0xFF { position += 1 }
        guard position < bytes.count else { return nil }
        defer { position += 1 }
        return bytes[position]
    }

    /// Keeps or drops the segment after `marker`, together with the coded data after a scan header.
    private mutating func take(_ marker: UInt8) -> Bool {
        guard marker >= Marker.firstFrame, !Marker.standalone.contains(marker), position + 2 <= bytes.count else {
            return false
        }
        let length = Int(bytes[position]) << 8 | Int(bytes[position + 1])
        guard length >= 2, position + length <= bytes.count, Marker.isCommon(marker) else { return false }
        let start = position
        position += length
        if marker == Marker.startOfScan, !skipCodedData() { return false }
        guard Marker.isNeeded(marker, length: length) else { return true }
        kept += [0xFF, marker]
        kept += bytes[start..<position]
        return true
    }

    /// Moves to the marker that ends the coded data; false if the file ends before.
    private mutating func skipCodedData() -> Bool {
        while position + 1 < bytes.count,
            let found = memchr(bytes.baseAddress! + position, 0xFF, bytes.count - position - 1)
        {
            position = UnsafeRawPointer(found) - bytes.baseAddress!
            let next = bytes[position + 1]
            if next != 0, next != 0xFF, !Marker.restarts.contains(next) { return true }
            position += next == 0xFF ? 1 : 2
        }
        return false
    }

    private enum Marker {
        static let firstFrame: UInt8 = 0xC0
        static let restarts: ClosedRange<UInt8> = 0xD0...0xD7
        static let standalone: ClosedRange<UInt8> = 0xD0...0xD9
        static let startOfImage: UInt8 = 0xD8
        static let endOfImage: UInt8 = 0xD9
        static let startOfScan: UInt8 = 0xDA

        /// Frames other than baseline, extended and progressive Huffman are left to a decoder.
        static func isCommon(_ marker: UInt8) -> Bool {
            let frames: ClosedRange<UInt8> = 0xC0...0xCF
            let huffmanTables: UInt8 = 0xC4
            return !frames.contains(marker) || marker <= 0xC2 || marker == huffmanTables
        }

        /// Of application segments: JFIF and Adobe, without room for more than the colour model and density.
        static func isNeeded(_ marker: UInt8, length: Int) -> Bool {
            switch marker {
            case 0xE0: length == 16
            case 0xEE: length == 14
            case 0xE1...0xEF, 0xF0...0xFE: false
            default: true
            }
        }
    }
}
