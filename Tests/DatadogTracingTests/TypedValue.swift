// SPDX-License-Identifier: Apache-2.0

import JSON

/// Values with their types, as `msgpack_values.py` writes them: nothing is lost in JSON, and equal is what is equal to the
/// byte, which Swift's strings are not.
enum TypedValue {
    static func text(_ text: String) -> JSONValue { .string("s:" + hexadecimal(text)) }
    static func integer(_ number: some BinaryInteger) -> JSONValue { .string("i:\(number)") }

    static func double(_ number: Double) -> JSONValue {
        let digits = String(number.bitPattern, radix: 16)
        return .string("f:" + String(repeating: "0", count: 16 - digits.count) + digits)
    }

    static func map(_ members: some Sequence<(String, JSONValue)>) -> JSONValue {
        .object(JSONObject(members.map { (hexadecimal($0.0), $0.1) }))
    }

    static func value(_ json: JSONValue) -> JSONValue {
        switch json {
        case .null: "n"
        case .bool(let bool): .string("b:\(bool)")
        case .integer(let number): integer(number)
        case .double(let number): double(number)
        case .string(let string): text(string)
        case .array(let elements): .array(elements.map(value))
        case .object(let object): map(object.map { ($0.key, value($0.value)) })
        }
    }

    private static func hexadecimal(_ text: String) -> String { hexadecimal(Array(text.utf8)) }

    static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    static func bytes(hexadecimal text: String) -> [UInt8] {
        let digits = text.utf8.map { $0 < 0x3a ? $0 - 0x30 : $0 - 0x57 }
        return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}
