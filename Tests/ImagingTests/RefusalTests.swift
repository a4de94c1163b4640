// SPDX-License-Identifier: Apache-2.0

import Imaging
import Testing

@Suite struct RefusalTests {
    @Test func empty() async {
        #expect(await refusal(of: []) == .empty)
    }

    @Test(arguments: ["hello", "<svg xmlns='http://www.w3.org/2000/svg'/>", "GIF89a", "P5 9 9 255 ", "BM", "\0\0\0\0"])
    func unsupported(text: String) async {
        #expect(await refusal(of: Array(text.utf8)) == .unsupported)
    }

    @Test(arguments: MediaType.allCases)
    func magicAlone(type: MediaType) async {
        let heads: [MediaType: [UInt8]] = [
            .jpeg: [0xFF, 0xD8, 0xFF, 0xE0],
            .png: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A],
            .webp: Array("RIFF\u{1}\u{1}\u{1}\u{1}WEBPVP8 ".utf8),
            .tiff: [0x49, 0x49, 0x2A, 0],
            .heic: Array("\0\0\0\u{18}ftypheic".utf8),
            .pdf: Array("%PDF-1.7\n".utf8),
        ]
        let head = heads[type, default: []]
        #expect(MediaType.sniff(head) == type)
        #expect(await refusal(of: head) == .corrupt)
        #expect(await refusal(of: head + [UInt8](repeating: 7, count: 5000)) == .corrupt)
    }

    /// A few bytes which claim 40,000 x 40,000 pixels: the header decides, no pixel is there to decode.
    @Test func claimedPixels() async {
        var header: [UInt8] = Array("IHDR".utf8) + [0, 0, 0x9C, 0x40, 0, 0, 0x9C, 0x40, 8, 2, 0, 0, 0]
        header = [0, 0, 0, 13] + header + bigEndian(crc32(header))
        let data: [UInt8] = Array("IDAT".utf8)
        let png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + header + [0, 0, 0, 0] + data
        #expect(await refusal(of: png + bigEndian(crc32(data))) == .tooLarge)
    }

    private func bigEndian(_ value: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }

    private func crc32(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(~UInt32(0)) { crc, byte in
            (0..<8).reduce(crc ^ UInt32(byte)) { value, _ in value >> 1 ^ (value & 1 == 0 ? 0 : 0xEDB8_8320) }
        }
    }
}
