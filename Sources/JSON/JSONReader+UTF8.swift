// SPDX-License-Identifier: Apache-2.0

extension JSONReader {
    /// Steps over one character of two to four bytes.
    ///
    /// The table is that of Unicode, chapter 3, "Well-Formed UTF-8 Byte Sequences": the second byte's range excludes
    /// overlong forms, surrogates and what lies beyond U+10FFFF.
    mutating func checkUTF8Sequence() throws(JSONError) {
        switch bytes[position] {
        case 0xC2...0xDF: try checkContinuation(second: 0x80...0xBF, length: 2)
        case 0xE0: try checkContinuation(second: 0xA0...0xBF, length: 3)
        case 0xE1...0xEC, 0xEE...0xEF: try checkContinuation(second: 0x80...0xBF, length: 3)
        case 0xED: try checkContinuation(second: 0x80...0x9F, length: 3)
        case 0xF0: try checkContinuation(second: 0x90...0xBF, length: 4)
        case 0xF1...0xF3: try checkContinuation(second: 0x80...0xBF, length: 4)
        case 0xF4: try checkContinuation(second: 0x80...0x8F, length: 4)
        default: throw malformedUTF8()
        }
    }

    private mutating func checkContinuation(second: ClosedRange<UInt8>, length: Int) throws(JSONError) {
        guard position + length <= bytes.count, second.contains(bytes[position + 1]) else { throw malformedUTF8() }
        for offset in 2..<length where bytes[position + offset] & 0xC0 != 0x80 {
            throw malformedUTF8()
        }
        position += length
    }

    private func malformedUTF8() -> JSONError {
        JSONError(.invalidUTF8, "text that is not well-formed UTF-8", at: position)
    }
}
