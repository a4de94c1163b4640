// SPDX-License-Identifier: Apache-2.0

import JSON
import Testing

@Suite struct SmokeTests {
    @Test func roundTrip() throws {
        let text = #"{"a":[1,-2.5,true,null,"\u0e01\n\ud83d\ude00ก"],"b":{},"c":[],"d":1e400}"#
        #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
        let value = try JSONValue(parsing: text.replacing("1e400", with: "1e40"))
        #expect(value.text == #"{"a":[1,-2.5,true,null,"ก\n😀ก"],"b":{},"c":[],"d":1e+40}"#)
        #expect(try JSONScanner.topLevelMembers(of: Array(text.replacing("1e400", with: "7").utf8)).count == 4)
    }
}
