// SPDX-License-Identifier: Apache-2.0

import JSON
import TestSupport
import Testing

/// Where the members of the outermost object lie.
@Suite struct JSONScannerTests {
    private func slice(_ text: String, _ range: Range<Int>) -> String {
        String(decoding: Array(text.utf8)[range], as: UTF8.self)
    }

    @Test func givesKeyAndBothRanges() throws {
        let text = #" { "a" : 1 ,"ข\n":{"x":[1, 2]} , "a": "}" } "#
        let members = try JSONScanner.topLevelMembers(of: Array(text.utf8))
        #expect(members.map(\.key) == ["a", "ข\n", "a"])
        #expect(members.map { slice(text, $0.range) } == [#""a" : 1"#, #""ข\n":{"x":[1, 2]}"#, #""a": "}""#])
        #expect(members.map { slice(text, $0.valueRange) } == ["1", #"{"x":[1, 2]}"#, #""}""#])
    }

    @Test func anEmptyObjectHasNone() throws {
        #expect(try JSONScanner.topLevelMembers(of: Array("{ }".utf8)).isEmpty)
    }

    @Test func givesTheValuesAskedFor() throws {
        let text = #"{"a":1,"other":[{"c":0}],"\u0062":"x","a":{"d":[2]},"n":null}"#
        let values = try JSONScanner.topLevelValues(of: Array(text.utf8), keys: ["a", "b", "c", "n"])
        #expect(values == [["d": [2]], "x", nil, .null])
    }

    @Test(arguments: ["[]", "1", "\"{}\"", "null"]) func anotherValueIsASyntaxError(text: String) {
        let error = #expect(throws: JSONError.self) { try JSONScanner.topLevelMembers(of: Array(text.utf8)) }
        #expect(error?.message == "expected '{' at byte 0")
        let other = #expect(throws: JSONError.self) {
            try JSONScanner.topLevelValues(of: Array(text.utf8), keys: ["a"])
        }
        #expect(other == error)
    }

    @Test func acceptsAndRefusesWhatParsingDoes() {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<3_000 {
            var bytes = JSONValue.object(["k": .random(depth: 3, using: &generator)]).serialized()
            if Bool.random(using: &generator) {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = .random(in: 0...255, using: &generator)
            }
            let error = Result { () throws(JSONError) in try JSONValue(parsing: bytes) }.error
            guard bytes.first == 0x7B else { continue }
            #expect(Result { () throws(JSONError) in try JSONScanner.topLevelMembers(of: bytes) }.error == error)
            #expect(
                Result { () throws(JSONError) in try JSONScanner.topLevelValues(of: bytes, keys: ["k"]) }.error == error
            )
        }
    }
}

extension Result {
    fileprivate var error: Failure? {
        guard case .failure(let error) = self else { return nil }
        return error
    }
}
