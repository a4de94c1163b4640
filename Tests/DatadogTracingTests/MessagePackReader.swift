// SPDX-License-Identifier: Apache-2.0

import JSON
import TestSupport

/// Reads MessagePack back, with the format of each value, to look at what we wrote.
struct MessagePackReader {
    private var rest: ArraySlice<UInt8>

    /// A value, and beside it the same shape with the names of formats.
    struct Item {
        let value: JSONValue
        let format: JSONValue
    }

    static func read(_ bytes: [UInt8]) throws -> Item {
        var reader = MessagePackReader(rest: bytes[...])
        let item = try reader.item()
        guard reader.rest.isEmpty else { throw TestSupportError("\(reader.rest.count) bytes are left over") }
        return item
    }

    private mutating func item() throws -> Item {
        let byte = try number(1)
        switch byte {
        case 0...0x7f: return Item(value: .integer(Int64(byte)), format: "positive fixint")
        case 0x80...0x8f: return try map(Int(byte & 0xf), "fixmap")
        case 0x90...0x9f: return try array(Int(byte & 0xf), "fixarray")
        case 0xa0...0xbf: return try string(Int(byte & 0x1f), "fixstr")
        case 0xc0: return Item(value: .null, format: "nil")
        case 0xc2, 0xc3: return Item(value: .bool(byte == 0xc3), format: "bool")
        case 0xc4, 0xc5, 0xc6: return try binary(try length(byte - 0xc4), "bin\(8 << (byte - 0xc4))")
        case 0xcb: return Item(value: .double(Double(bitPattern: try number(8))), format: "float64")
        case 0xcc, 0xcd, 0xce, 0xcf: return try unsigned(1 << Int(byte - 0xcc))
        case 0xd0, 0xd1, 0xd2, 0xd3: return try signed(1 << Int(byte - 0xd0))
        case 0xd9, 0xda, 0xdb: return try string(try length(byte - 0xd9), "str\(8 << (byte - 0xd9))")
        case 0xdc, 0xdd: return try array(try length(byte - 0xdb), "array\(16 << (byte - 0xdc))")
        case 0xde, 0xdf: return try map(try length(byte - 0xdd), "map\(16 << (byte - 0xde))")
        case 0xe0...0xff: return Item(value: .integer(Int64(Int8(bitPattern: UInt8(byte)))), format: "fixint")
        default: throw TestSupportError("format \(byte) is not known here")
        }
    }

    /// A length of 1, 2 or 4 bytes.
    private mutating func length(_ exponent: UInt64) throws -> Int { Int(try number(1 << Int(exponent))) }

    private mutating func number(_ count: Int) throws -> UInt64 {
        guard rest.count >= count else { throw TestSupportError("the bytes end too early") }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Numbers above the range of JSON's integers are kept as text.
    private mutating func unsigned(_ count: Int) throws -> Item {
        let number = try number(count)
        let value = Int64(exactly: number).map { JSONValue.integer($0) } ?? .string(String(number))
        return Item(value: value, format: .string("uint\(count * 8)"))
    }

    private mutating func signed(_ count: Int) throws -> Item {
        let shift = 64 - count * 8
        let number = Int64(bitPattern: try number(count) << UInt64(shift)) >> Int64(shift)
        return Item(value: .integer(number), format: .string("int\(count * 8)"))
    }

    private mutating func string(_ count: Int, _ format: String) throws -> Item {
        guard rest.count >= count else { throw TestSupportError("the bytes end too early") }
        defer { rest = rest.dropFirst(count) }
        return Item(value: .string(String(decoding: rest.prefix(count), as: UTF8.self)), format: .string(format))
    }

    /// Bytes are kept as hexadecimal text, as in the recordings.
    private mutating func binary(_ count: Int, _ format: String) throws -> Item {
        guard rest.count >= count else { throw TestSupportError("the bytes end too early") }
        defer { rest = rest.dropFirst(count) }
        let digits = rest.prefix(count).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
        return Item(value: .object(["__bin_hex__": .string(digits.joined())]), format: .string(format))
    }

    private mutating func array(_ count: Int, _ format: String) throws -> Item {
        guard rest.count >= count else { throw TestSupportError("the bytes end too early") }
        let items = try (0..<count).map { _ in try item() }
        return Item(
            value: .array(items.map(\.value)),
            format: .object(["(\(format) of \(count))": .array(items.map(\.format))])
        )
    }

    private mutating func map(_ count: Int, _ format: String) throws -> Item {
        var values = JSONObject()
        var formats = JSONObject()
        for _ in 0..<count {
            let key = try item().value.stringValue ?? "?"
            let value = try item()
            values[key] = value.value
            formats[key] = value.format
        }
        return Item(value: .object(values), format: .object(["(\(format) of \(count))": .object(formats)]))
    }
}
