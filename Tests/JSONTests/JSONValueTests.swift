// SPDX-License-Identifier: Apache-2.0

import JSON
import Testing

/// What the accessors and literals give.
@Suite struct JSONValueTests {
    let value: JSONValue = [
        "text": "x", "whole": 5, "fraction": 2.5, "integral": 4.0, "flag": true, "list": [1, nil], "nothing": nil,
    ]

    @Test func accessorsGiveTheirOwnKindOnly() {
        #expect(value["text"]?.stringValue == "x")
        #expect(value["text"]?.intValue == nil)
        #expect(value["flag"]?.boolValue == true)
        #expect(value["whole"]?.boolValue == nil)
        #expect(value["list"]?.arrayValue == [1, nil])
        #expect(value["list"]?.objectValue == nil)
        #expect(value["nothing"]?.isNull == true)
        #expect(value["absent"] == nil)
        #expect(value["text"]?["x"] == nil)
    }

    @Test func wholeNumbersAreGivenWhenExact() {
        #expect(value["whole"]?.intValue == 5)
        #expect(value["integral"]?.intValue == 4)
        #expect(value["fraction"]?.intValue == nil)
        #expect(JSONValue.double(1e300).intValue == nil)
        #expect(JSONValue.double(.nan).intValue == nil)
        #expect(value["whole"]?.doubleValue == 5)
        #expect(value["fraction"]?.doubleValue == 2.5)
    }

    @Test func elementsOutsideAnArrayAreNil() {
        let list: JSONValue = [1, 2]
        #expect(list[1] == 2)
        #expect(list[2] == nil)
        #expect(list[-1] == nil)
        #expect(value[0] == nil)
    }

    @Test func theTwoNumberCasesDiffer() {
        #expect(JSONValue.integer(1) != .double(1))
    }
}
