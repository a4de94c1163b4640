// SPDX-License-Identifier: Apache-2.0

import JSON
import Testing

/// Members: their order, their lookup, and keys that come twice.
@Suite struct JSONObjectTests {
    @Test func keepsOrder() throws {
        let object = try #require(try JSONValue(parsing: #"{"z":1,"a":2,"m":3}"#).objectValue)
        #expect(object.keys == ["z", "a", "m"])
        #expect(object.map(\.value) == [1, 2, 3])
        #expect(JSONValue.object(object).text == #"{"z":1,"a":2,"m":3}"#)
    }

    @Test func ofEqualKeysTheLastOneWinsInTheFirstOnesPlace() throws {
        let value = try JSONValue(parsing: #"{"a":1,"b":2,"\u0061":3}"#)
        #expect(value.text == #"{"a":3,"b":2}"#)
        #expect(JSONValue.object(["a": 1, "a": 2]) == ["a": 2])
    }

    @Test(arguments: [3, 16, 17, 18, 200]) func findsSetsAndRemovesAtAnySize(count: Int) {
        var object = JSONObject()
        for number in 0..<count {
            object["key \(number)"] = .integer(Int64(number))
        }
        object["key 1"] = "changed"
        object["key 2"] = nil
        object["absent"] = nil
        object["null"] = .null
        #expect(object.count == count)
        #expect(object["key 0"] == 0)
        #expect(object["key 1"] == "changed")
        #expect(object["key 2"] == nil)
        #expect(object["null"] == .some(.null))
        #expect(object.keys.last == "null")
        for number in 3..<count {
            #expect(object["key \(number)"] == .integer(Int64(number)))
        }
    }

    @Test func removingShrinksBackToAPlainSearch() {
        var object = JSONObject((0..<40).map { ("\($0)", JSONValue.integer($0)) })
        for number in 0..<38 {
            object["\(number)"] = nil
        }
        #expect(object.keys == ["38", "39"])
        #expect(object["39"] == 39)
        object["40"] = 40
        #expect(object["40"] == 40)
    }

    @Test func equalityAndHashIgnoreOrder() {
        let left: JSONObject = ["a": 1, "b": ["c": nil]]
        let right: JSONObject = ["b": ["c": nil], "a": 1]
        #expect(left == right)
        #expect(left.hashValue == right.hashValue)
        #expect(left != ["a": 1])
        #expect(left != ["a": 1, "b": 2])
        #expect(left != ["a": 1, "c": ["c": nil]])
    }

    @Test func manyKeysTakeLinearTime() throws {
        let count = 100_000
        let text = "{" + (0..<count).map { "\"k\($0)\":\($0)" }.joined(separator: ",") + "}"
        let value = try JSONValue(parsing: text)
        #expect(value.objectValue?.count == count)
        #expect(value["k99999"] == 99_999)
    }
}
