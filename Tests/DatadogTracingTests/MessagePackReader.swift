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
        case 0xc2, 0xc3: return Item(value: .bool(byte == 0xc3), format: "bool")
        case 0xc4: return try binary(Int(try number(1)), "bin8")
        case 0xc5: return try binary(Int(try number(2)), "bin16")
        case 0xca, 0xcb: return Item(value: .double(Double(bitPattern: try number(8))), format: "float64")
        case 0xcc: return try integer(1, "uint8")
        case 0xcd: return try integer(2, "uint16")
        case 0xce: return try integer(4, "uint32")
        // Unsigned numbers above the range of JSON's integers are kept as text.
        case 0xcf: return Item(value: .string(String(try number(8))), format: "uint64")
        case 0xd3: return Item(value: .integer(Int64(bitPattern: try number(8))), format: "int64")
        case 0xd9: return try string(Int(try number(1)), "str8")
        case 0xda: return try string(Int(try number(2)), "str16")
        case 0xdc: return try array(Int(try number(2)), "array16")
        case 0xde: return try map(Int(try number(2)), "map16")
        case 0xe0...0xff: return Item(value: .integer(Int64(Int8(bitPattern: UInt8(byte)))), format: "fixint")
        default: throw TestSupportError("format \(byte) is not known here")
        }
    }

    private mutating func number(_ count: Int) throws -> UInt64 {
        guard rest.count >= count else { throw TestSupportError("the bytes end too early") }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count).reduce(0) { $0 << 8 | UInt64($1) }
    }

    private mutating func integer(_ count: Int, _ format: JSONValue) throws -> Item {
        Item(value: .integer(Int64(try number(count))), format: format)
    }

    private mutating func string(_ count: Int, _ format: JSONValue) throws -> Item {
        guard rest.count >= count else { throw TestSupportError("the bytes end too early") }
        defer { rest = rest.dropFirst(count) }
        return Item(value: .string(String(decoding: rest.prefix(count), as: UTF8.self)), format: format)
    }

    /// Bytes are kept as hexadecimal text, as in the recordings.
    private mutating func binary(_ count: Int, _ format: JSONValue) throws -> Item {
        guard rest.count >= count else { throw TestSupportError("the bytes end too early") }
        defer { rest = rest.dropFirst(count) }
        let digits = rest.prefix(count).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
        return Item(value: .object(["__bin_hex__": .string(digits.joined())]), format: format)
    }

    private mutating func array(_ count: Int, _ format: String) throws -> Item {
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
