// SPDX-License-Identifier: Apache-2.0

import JSON
import TestSupport

/// Reads what lies in a span's structured tag: one MessagePack value.
struct StructReader {
    private var rest: ArraySlice<UInt8>

    static func read(_ bytes: [UInt8]) throws -> JSONValue {
        var reader = StructReader(rest: bytes[...])
        let value = try reader.value()
        guard reader.rest.isEmpty else { throw TestSupportError("\(reader.rest.count) bytes are left over") }
        return value
    }

    private mutating func value() throws -> JSONValue {
        let byte = try number(1)
        switch byte {
        case 0...0x7f: return .integer(Int64(byte))
        case 0x80...0x8f: return try map(Int(byte & 0xf))
        case 0x90...0x9f: return .array(try array(Int(byte & 0xf)))
        case 0xa0...0xbf: return .string(try string(Int(byte & 0x1f)))
        case 0xc0: return .null
        case 0xc2, 0xc3: return .bool(byte == 0xc3)
        case 0xcb: return .double(Double(bitPattern: try number(8)))
        case 0xcc...0xcf: return .integer(Int64(clamping: try number(1 << Int(byte - 0xcc))))
        case 0xd3: return .integer(Int64(bitPattern: try number(8)))
        case 0xd9...0xdb: return .string(try string(Int(try number(1 << Int(byte - 0xd9)))))
        case 0xdc: return .array(try array(Int(try number(2))))
        case 0xde: return try map(Int(try number(2)))
        case 0xe0...0xff: return .integer(Int64(Int8(bitPattern: UInt8(byte))))
        default: throw TestSupportError("format \(byte) is not known here")
        }
    }

    private mutating func number(_ count: Int) throws -> UInt64 {
        guard rest.count >= count else { throw TestSupportError("the bytes end too early") }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count).reduce(0) { $0 << 8 | UInt64($1) }
    }

    private mutating func string(_ count: Int) throws -> String {
        guard rest.count >= count else { throw TestSupportError("the bytes end too early") }
        defer { rest = rest.dropFirst(count) }
        return String(decoding: rest.prefix(count), as: UTF8.self)
    }

    private mutating func array(_ count: Int) throws -> [JSONValue] {
        try (0..<count).map { _ in try value() }
    }

    private mutating func map(_ count: Int) throws -> JSONValue {
        var object = JSONObject()
        for _ in 0..<count {
            let key = try value().stringValue ?? "?"
            object[key] = try value()
        }
        return .object(object)
    }
}
