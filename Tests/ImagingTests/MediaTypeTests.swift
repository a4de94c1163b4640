// SPDX-License-Identifier: Apache-2.0

import Imaging
import Testing

@Suite struct MediaTypeTests {
    @Test(arguments: [
        ([0xFF, 0xD8, 0xFF, 0xE0], MediaType.jpeg),
        ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], .png),
        (Array("RIFF\0\0\0\0WEBP".utf8), .webp),
        ([0x49, 0x49, 0x2A, 0x00], .tiff),
        (Array("\0\0\0\u{18}ftypheic".utf8), .heic),
        (Array("%PDF-1.7".utf8), .pdf),
        (Array("junk\n%PDF-1.4".utf8), .pdf),
        (Array("<html>".utf8), nil),
        ([], nil),
        ([0xFF], nil),
    ])
    func contentDecides(bytes: [UInt8], type: MediaType?) {
        #expect(MediaType.sniff(bytes) == type)
    }
}
