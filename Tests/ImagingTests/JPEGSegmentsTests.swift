// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Imaging

@Suite struct JPEGSegmentsTests {
    private let jfif: [UInt8] = [0xFF, 0xE0, 0, 16] + Array("JFIF\0".utf8) + [1, 1, 0, 0, 1, 0, 1, 0, 0]
    private let tables: [UInt8] = [0xFF, 0xDB, 0, 4, 9, 9, 0xFF, 0xC0, 0, 3, 8, 0xFF, 0xC4, 0, 2]
    private let scan: [UInt8] = [0xFF, 0xDA, 0, 3, 1, 5, 0xFF, 0, 6, 0xFF, 0xD3, 7, 0xFF, 0]
    private let secret: [UInt8] = [0xFF, 0xE1, 0, 5, 66, 66, 66]
    private let end: [UInt8] = [0xFF, 0xD9]

    private func clean(_ parts: [UInt8]...) -> [UInt8]? {
        let file = [0xFF, 0xD8] + parts.joined()
        return file.withUnsafeBytes { JPEGSegments.withoutMetadata($0) }
    }

    @Test func keepsThePicture() {
        #expect(clean(jfif, tables, scan, end) == [0xFF, 0xD8] + jfif + tables + scan + end)
        #expect(clean(tables, scan, tables, scan, end) == [0xFF, 0xD8] + tables + scan + tables + scan + end)
    }

    @Test func dropsMetadataAndWhatFollowsTheEnd() {
        let comment: [UInt8] = [0xFF, 0xFE, 0, 4, 66, 66]
        let expected = [0xFF, 0xD8] + jfif + tables + scan + end
        #expect(
            clean(jfif, secret, tables, comment, [0xFF, 0xFF], Array(secret.dropFirst()), scan, end, secret) == expected
        )
    }

    @Test func dropsAThumbnail() {
        let withThumbnail: [UInt8] = [0xFF, 0xE0, 0, 19] + jfif.dropFirst(4) + [1, 2, 3]
        #expect(clean(withThumbnail, tables, scan, end) == [0xFF, 0xD8] + tables + scan + end)
    }

    @Test func leavesRareFramesToADecoder() {
        for frame: UInt8 in [0xC3, 0xC5, 0xC9, 0xCF] {
            #expect(clean([0xFF, frame, 0, 3, 8], scan, end) == nil)
        }
    }

    @Test func everyCutIsSeen() {
        let file = [0xFF, 0xD8] + jfif + secret + tables + scan + end
        for length in 0..<file.count {
            #expect(file.prefix(length).withUnsafeBytes { JPEGSegments.withoutMetadata($0) } == nil)
        }
    }

    @Test func survivesAnything() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            var file = [0xFF, 0xD8] + jfif + secret + tables + scan + end
            for _ in 0..<4 {
                file[Int.random(in: 2..<file.count, using: &generator)] = [0, 0xFF, 0xD9, 0xDA, 7].randomElement()!
            }
            _ = file.withUnsafeBytes { JPEGSegments.withoutMetadata($0) }
        }
    }
}
