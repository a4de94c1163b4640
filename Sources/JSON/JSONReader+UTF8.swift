// SPDX-License-Identifier: Apache-2.0

extension JSONReader {
    /// Steps over a run of characters that are not ASCII.
    mutating func checkNonASCII() throws(JSONError) {
        var place = position
        while place < bytes.count, bytes[place] >= 0x80 {
            let length = sequenceLength(at: place)
            guard length > 0 else {
                throw JSONError(.invalidUTF8, "text that is not well-formed UTF-8", at: place)
            }
            place += length
        }
        position = place
    }

    /// Length of the character that begins at `place`, or 0 when its bytes are not well formed.
    ///
    /// The table is that of Unicode, chapter 3, "Well-Formed UTF-8 Byte Sequences": the second byte's range excludes
    /// overlong forms, surrogates and what lies beyond U+10FFFF.
    private func sequenceLength(at place: Int) -> Int {
        switch bytes[place] {
        case 0xC2...0xDF: length(2, at: place, second: 0x80...0xBF)
        case 0xE0: length(3, at: place, second: 0xA0...0xBF)
        case 0xE1...0xEC, 0xEE...0xEF: length(3, at: place, second: 0x80...0xBF)
        case 0xED: length(3, at: place, second: 0x80...0x9F)
        case 0xF0: length(4, at: place, second: 0x90...0xBF)
        case 0xF1...0xF3: length(4, at: place, second: 0x80...0xBF)
        case 0xF4: length(4, at: place, second: 0x80...0x8F)
        default: 0
        }
    }

    /// `length` if so many bytes are there and continue the character, else 0.
    @inline(__always)
    private func length(_ length: Int, at place: Int, second: ClosedRange<UInt8>) -> Int {
        guard place + length <= bytes.count, second.contains(bytes[place + 1]) else { return 0 }
        for offset in 2..<length where bytes[place + offset] & 0xC0 != 0x80 {
            return 0
        }
        return length
    }
}
