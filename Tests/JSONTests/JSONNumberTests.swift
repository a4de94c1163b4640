// SPDX-License-Identifier: Apache-2.0

import JSON
import TestSupport
import Testing

/// Numbers: exact where they can be, nearest where they cannot, refused where the grammar says so.
@Suite struct JSONNumberTests {
    static let integers: [(String, Int64)] = [
        ("0", 0), ("-0", 0), ("7", 7), ("-1", -1), ("123456789012345678", 123_456_789_012_345_678),
        ("9007199254740993", 9_007_199_254_740_993), ("9223372036854775807", .max), ("-9223372036854775808", .min),
    ]

    @Test(arguments: integers) func integersAreExact(text: String, integer: Int64) throws {
        #expect(try JSONValue(parsing: text) == .integer(integer))
    }

    static let doubles = [
        "0.0", "-0.0", "1.0", "-1.5", "1e0", "1E5", "1e+5", "1e-5", "0e1", "0e+1", "0.1", "0.3", "3.141592653589793",
        "123e65", "1.234567890E+34", "0.5e-300", "5e-324", "2.2250738585072014e-308", "1.7976931348623157e308",
        "9223372036854775808", "-9223372036854775809", "18446744073709551616", "123456789012345678901234567890",
        "9007199254740993.0", "9007199254740993e0", "1e22", "1e23", "8.5e22", "123456789012345678e-30", "1e-400",
        "0e999999999999999999999", "0.000000000000000000000000000000000000000000000000000000000000000000000000001",
        "100000000000000000000000000000000000000000000000000000000e-55", "-237462374673276894279832749832423479823246",
    ]

    @Test(arguments: doubles) func otherNumbersAreTheNearestDouble(text: String) throws {
        let expected = try #require(Double(text))
        let value = try JSONValue(parsing: text)
        guard case .double(let double) = value else {
            Issue.record("not a double: \(value)")
            return
        }
        #expect(double.bitPattern == expected.bitPattern)
    }

    static let refused = [
        "-", "+1", "01", "-01", "00", "-00", "1.", "-1.", ".5", "-.5", "1.e1", "1e", "1e+", "1e-", "1E", "1eE2",
        "1e1.5",
        "--1", "-a", "0x1", "1_000", "1e400", "-1e400", "1e999999999999999999999999", "2.", "0.e1", "1.2.3",
        "-Infinity", "-NaN", "１", "1a", "1+2", "0.1.2", "0e", "0.3e+", "- 1",
    ]

    @Test(arguments: refused) func refuses(text: String) {
        #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
        #expect(throws: JSONError.self) { try JSONValue(parsing: "[\(text)]") }
    }

    @Test func aVeryLongNumberIsReadWithoutOverflow() throws {
        let digits = String(repeating: "9", count: 200_000)
        #expect(try JSONValue(parsing: "0.\(digits)") == .double(1))
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: digits) }
        #expect(error?.code == .invalidNumber)
    }

    @Test func nearlyHalfwayDecimalsRoundAsTheStandardLibraryDoes() throws {
        var generator = SeededGenerator(seed: 18)
        for _ in 0..<5_000 {
            let digits = String(UInt64.random(in: 0...UInt64.max >> UInt64.random(in: 0...60), using: &generator))
            let text =
                "\(digits).\(UInt32.random(in: 0...UInt32.max, using: &generator))"
                + "e\(Int.random(in: -40...40, using: &generator))"
            #expect(try JSONValue(parsing: text).doubleValue?.bitPattern == Double(text)?.bitPattern)
        }
    }
}
