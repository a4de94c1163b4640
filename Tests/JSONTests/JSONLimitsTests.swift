// SPDX-License-Identifier: Apache-2.0

import JSON
import Testing

/// No input costs more than the limits say.
@Suite struct JSONLimitsTests {
    static func nested(_ depth: Int) -> String {
        String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }

    @Test func depth() throws {
        let limits = JSONLimits(maximumDepth: 3)
        #expect(try JSONValue(parsing: Self.nested(3), limits: limits) == [[[]]])
        #expect(try JSONValue(parsing: "[[[]],[[]]]", limits: limits) == [[[]], [[]]])
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: Self.nested(4), limits: limits) }
        #expect(error?.code == .tooDeep)
        #expect(error?.offset == 3)
        #expect(throws: JSONError.self) { try JSONValue(parsing: #"{"a":{"a":{"a":{}}}}"#, limits: limits) }
    }

    @Test func standardDepthIs64() throws {
        _ = try JSONValue(parsing: Self.nested(64))
        #expect(throws: JSONError.self) { try JSONValue(parsing: Self.nested(65)) }
    }

    @Test(arguments: ["[", "{\"a\":", "[{\"a\":"]) func noSettingMakesReadingRecurseWithoutEnd(opening: String) {
        let text = Array(String(repeating: opening, count: 1_000_000).utf8)
        let limits = JSONLimits(maximumDepth: .max, maximumValues: .max)
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: text, limits: limits) }
        #expect(error?.code == .tooDeep)
        #expect(throws: JSONError.self) { try JSONScanner.topLevelMembers(of: text, limits: limits) }
    }

    @Test func theDeepestSettingIsReadWrittenAndCompared() throws {
        let text = Self.nested(512)
        let value = try JSONValue(parsing: text, limits: JSONLimits(maximumDepth: 512))
        #expect(value.text == text)
        #expect(value.hashValue == value.hashValue)
    }

    @Test func bytes() throws {
        let limits = JSONLimits(maximumBytes: 4)
        #expect(try JSONValue(parsing: "1234", limits: limits) == 1234)
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: "12345", limits: limits) }
        #expect(error?.code == .tooLarge)
    }

    @Test func values() throws {
        let limits = JSONLimits(maximumValues: 4)
        #expect(try JSONValue(parsing: #"{"a":[1,2]}"#, limits: limits) == ["a": [1, 2]])
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: #"{"a":[1,2,3]}"#, limits: limits) }
        #expect(error?.code == .tooLarge)
        #expect(error?.message == "more than 4 values at byte 10")
    }
}
