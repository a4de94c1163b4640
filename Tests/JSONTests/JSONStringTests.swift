// SPDX-License-Identifier: Apache-2.0

import JSON
import TestSupport
import Testing

/// Strings: every escape, strict UTF-8, no half surrogate pairs.
@Suite struct JSONStringTests {
    static let escapes = [
        (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
        (#""\u0041\u00e9\u0E01\uFFFF""#, "Aé\u{E01}\u{FFFF}"),
        (#""\uD83D\uDE00""#, "😀"), (#""\ud800\udc00""#, "\u{10000}"), (#""\uDBFF\uDFFF""#, "\u{10FFFF}"),
        (#""a\u0000b""#, "a\u{0}b"), (#""\\u0041""#, "\\u0041"), (#""ก\nข\u0E04ง""#, "ก\nขคง"),
        (#""\u00e\u0301""#.replacing("\\u00e\\", with: "e\\"), "e\u{301}"), (#""/""#, "/"),
        (#""12345678\n12345678""#, "12345678\n12345678"),
    ]

    @Test(arguments: escapes) func resolvesEscapes(text: String, string: String) throws {
        let parsed = try #require(try JSONValue(parsing: text).stringValue)
        #expect(Array(parsed.unicodeScalars) == Array(string.unicodeScalars))
    }

    static let badEscapes = [
        #""\a""#, #""\x41""#, #""\'""#, #""\0""#, #""\u""#, #""\u1""#, #""\u12""#, #""\u123""#, #""\u123g""#,
        #""\U0041""#, #""\u+123""#, #""\u 123""#, "\"\\\n\"", #""\é""#, #""\ud800""#, #""\udc00""#, #""\uD800x""#,
        #""\uD800\n""#, #""\uD800\u0041""#, #""\uD800\uD800""#, #""\uDC00\uD800""#, #""\uDC00\uDC00""#, #""\uD800\u""#,
        #""\uD800\uDC""#,
        #""\uD83D\uDE00\uDE00""#,
    ]

    @Test(arguments: badEscapes) func refusesBadEscapes(text: String) {
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
        #expect(error?.code == .invalidEscape)
    }

    static let badUTF8: [[UInt8]] = [
        [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC3], [0xC3, 0x28], [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF],
        [0xE2, 0x82], [0xE2, 0x28, 0xA1], [0xE2, 0x82, 0x28], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF],
        [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x9F, 0x98], [0xF0, 0x28, 0x8C, 0xBC],
        [0xF0, 0x9F, 0x98, 0x28], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80],
        [0xFE], [0xFF], [0xE9],
    ]

    @Test(arguments: badUTF8) func refusesMalformedUTF8(sequence: [UInt8]) {
        for padding in [0, 3, 8, 13] {
            let text = [0x22] + [UInt8](repeating: 0x61, count: padding) + sequence + [0x22]
            let error = #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
            #expect(error?.code == .invalidUTF8)
            #expect(error?.offset == 1 + padding)
            #expect(throws: JSONError.self) { try JSONValue(parsing: [0x7B] + text + Array(":1}".utf8)) }
        }
    }

    @Test func takesExactlyTheSequencesTheStandardLibraryTakes() {
        var generator = SeededGenerator(seed: 4)
        for _ in 0..<20_000 {
            let length = Int.random(in: 1...4, using: &generator)
            let sequence = (0..<length).map { _ in UInt8.random(in: 0x80...0xFF, using: &generator) }
            let parsed = try? JSONValue(parsing: [0x22] + sequence + [0x22])
            #expect(parsed?.stringValue == String(validating: sequence, as: UTF8.self))
        }
    }

    @Test func everyScalarSurvivesAsItselfAndAsAnEscape() throws {
        for code in UInt32(0)...0x10FFFF where code < 0x3000 || code % 97 == 0 {
            guard let scalar = Unicode.Scalar(code) else { continue }
            let string = String(scalar)
            let escaped = string.utf16.map { unit in
                let digits = String(unit, radix: 16)
                return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
            #expect(try JSONValue(parsing: "\"\(escaped.joined())\"").stringValue?.unicodeScalars.first == scalar)
            let written = JSONValue.string(string).serialized()
            #expect(try JSONValue(parsing: written).stringValue?.unicodeScalars.first == scalar)
        }
    }
}
