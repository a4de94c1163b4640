// SPDX-License-Identifier: Apache-2.0

import JSON
import Testing

/// What the grammar of RFC 8259 takes and what it refuses, byte by byte.
@Suite struct JSONGrammarTests {
    static let accepted: [(String, JSONValue)] = [
        ("null", .null), ("true", true), ("false", false), ("0", 0), ("\"\"", ""),
        (" \t\r\n[ ] \n", []), ("{}", [:]), (" { } ", [:]), ("[[]]", [[]]), ("[{}]", [[:]]),
        ("[1,2]", [1, 2]), ("[ 1 , 2 ]", [1, 2]), ("[1\n,\r2\t]", [1, 2]),
        (#"{"a":1}"#, ["a": 1]), (#"{ "a" : 1 , "b" : [ null ] }"#, ["a": 1, "b": [nil]]),
        (#"{"":0}"#, ["": 0]), (#"{"a\u0000b":1}"#, ["a\u{0}b": 1]),
        (#"{"a":{"a":{"a":"x"}}}"#, ["a": ["a": ["a": "x"]]]),
        ("[\"\u{7F}\"]", ["\u{7F}"]), ("\"\u{2028}\u{2029}\"", "\u{2028}\u{2029}"), ("\"\u{10FFFF}\"", "\u{10FFFF}"),
        ("\"บัตรดี\"", "บัตรดี"), ("{\"จังหวัด\":\"เชียงใหม่\"}", ["จังหวัด": "เชียงใหม่"]),
        (#"["true","null","1"]"#, ["true", "null", "1"]),
    ]

    @Test(arguments: accepted) func accepts(text: String, value: JSONValue) throws {
        #expect(try JSONValue(parsing: text) == value)
    }

    static let refused = [
        "", " ", "\n", "nul", "nulll", "tru", "True", "TRUE", "NaN", "Infinity", "-Infinity", "undefined", "'a'", "a",
        "[", "]", "[1", "[1,", "[1,]", "[,1]", "[,]", "[1,,2]", "[1 2]", "[1:2]", "[\"a\"", "[1}", "[]]", "[][]",
        "[\"a\",\n", "[1]x", "[1],", "[a]", "[*]", "[\u{0C}]", "[\u{A0}]", "[\u{2060}]", "[nu", "[tru", "[fals",
        "{", "}", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "{\"a\":1,}", "{,}", "{\"a\",1}", "{\"a\" 1}",
        "{a:1}", "{1:1}", "{'a':1}", "{null:1}", "{\"a\"::1}", "{\"a\":1,,\"b\":2}", "{\"a\":1;\"b\":2}",
        "{\"a\":1}}", "{\"a\":1}#", "{[:\"x\"}", "{\"a\":1]", "[{]", "{\"a\":}", "{:1}",
        "/**/1", "1/**/", "//x\n1", "[1]//x", "#1", "\u{FEFF}1", "1 2", "\"a\" \"b\"", "\"a", "\"", "\"a\\", "a\"",
        "\"\t\"", "\"\n\"", "\"\u{0}\"", "\"\u{1F}\"", "12345678\"\u{1}", "<null>", "[<null>]", "\u{0}", "1\u{0}",
    ]

    @Test(arguments: refused) func refuses(text: String) throws {
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
        let offset = try #require(error).offset
        #expect((0...text.utf8.count).contains(offset))
    }

    static let messages = [
        (#"{"a":1, "b":"x" 5}"#, "expected ',' or '}' at byte 16"),
        ("[1 2]", "expected ',' or ']' at byte 3"),
        ("{\"a\"=1}", "expected ':' at byte 4"),
        ("{1}", "expected a key in quotes at byte 1"),
        ("[1,", "input ended; expected a value at byte 3"),
        ("\"abc", "input ended; expected '\"' at byte 4"),
        ("trux", "expected 'true' at byte 0"),
        ("1 x", "expected the end of the input at byte 2"),
        ("\"abcdefghij\u{1}\"", "control character that is not escaped at byte 11"),
    ]

    @Test(arguments: messages) func saysWhatItExpectedAndWhere(text: String, message: String) {
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
        #expect(error?.message == message)
        #expect(error?.code == .syntax)
    }

    @Test func everyControlCharacterMustBeEscapedWhereverItStands() {
        for byte in UInt8(0)..<0x20 {
            for place in 0..<20 {
                var bytes = [0x22] + [UInt8](repeating: 0x61, count: 20) + [0x22]
                bytes[1 + place] = byte
                let error = #expect(throws: JSONError.self) { try JSONValue(parsing: bytes) }
                #expect(error?.offset == 1 + place)
            }
        }
    }
}
