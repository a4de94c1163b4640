// SPDX-License-Identifier: Apache-2.0

import JSON
import Testing

/// The text written, to the byte.
@Suite struct JSONWriterTests {
    static let golden: [(JSONValue, String)] = [
        (nil, "null"), (true, "true"), (false, "false"), (0, "0"), (-5, "-5"), (.integer(.min), "-9223372036854775808"),
        (1.0, "1.0"), (0.1, "0.1"), (-0.0, "-0.0"), (1e21, "1e+21"), (.double(.leastNonzeroMagnitude), "5e-324"),
        (.double(.nan), "null"),
        (.double(.infinity), "null"), (.double(-.infinity), "null"), ([], "[]"), ([:], "{}"), ([1, [2]], "[1,[2]]"),
        (["a": 1, "b": [:]], #"{"a":1,"b":{}}"#), ("a\"b\\c/d", #""a\"b\\c/d""#),
        ("\u{8}\u{C}\n\r\t\u{0}\u{1F}\u{7F}", "\"\\b\\f\\n\\r\\t\\u0000\\u001f\u{7F}\""),
        ("กขค 😀 é\u{2028}", "\"กขค 😀 é\u{2028}\""), (["\"\n": 1], #"{"\"\n":1}"#),
    ]

    @Test(arguments: golden) func writes(value: JSONValue, text: String) {
        #expect(value.text == text)
        #expect(value.serialized() == Array(text.utf8))
    }

    @Test func escapesWhatMustBeWhereverItStands() throws {
        for scalar in (UInt8(0)..<0x80).map(Unicode.Scalar.init) {
            for place in 0..<20 {
                let text = String(repeating: "ก", count: place % 3) + String(repeating: "a", count: place)
                let string = text + String(scalar) + "tail of the text"
                let written = JSONValue.string(string).serialized()
                let mustEscape = scalar.value < 0x20 || scalar == "\"" || scalar == "\\"
                #expect((written.count == string.utf8.count + 2) == !mustEscape)
                #expect(try JSONValue(parsing: written) == .string(string))
            }
        }
    }

    @Test func prettyTextHasTwoSpacesPerLevel() {
        let value: JSONValue = ["a": [1, [:]], "b": [], "c": ["d": nil]]
        let text = """
            {
              "a": [
                1,
                {}
              ],
              "b": [],
              "c": {
                "d": null
              }
            }
            """
        #expect(String(decoding: value.serialized(pretty: true), as: UTF8.self) == text)
    }

    @Test func appendsToWhatIsThere() {
        var writer = JSONWriter(Array("data: ".utf8))
        writer.append(["x"])
        writer.bytes.append(0x0A)
        writer.append(string: "y")
        #expect(String(decoding: writer.bytes, as: UTF8.self) == "data: [\"x\"]\n\"y\"")
    }
}
