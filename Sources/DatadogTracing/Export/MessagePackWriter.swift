// SPDX-License-Identifier: Apache-2.0

/// Appends values in MessagePack to a byte array.
///
/// Ids are written at full width (`uint64`), other integers as short as they fit, numbers always as `float64`, as the
/// agent gets them from other tracers.
struct MessagePackWriter {
    private(set) var bytes: [UInt8] = []

    mutating func reserve(_ count: Int) { bytes.reserveCapacity(bytes.count + count) }

    mutating func append(string: String) {
        var string = string
        string.withUTF8 { utf8 in
            switch utf8.count {
            case 0...31: bytes.append(0xa0 | UInt8(utf8.count))
            case 32...0xff: append(0xd9, UInt8(utf8.count))
            case 0x100...0xffff: append(0xda, UInt16(utf8.count))
            default: append(0xdb, UInt32(utf8.count))
            }
            bytes.append(contentsOf: utf8)
        }
    }

    mutating func append(binary: [UInt8]) {
        switch binary.count {
        case 0...0xff: append(0xc4, UInt8(binary.count))
        case 0x100...0xffff: append(0xc5, UInt16(binary.count))
        default: append(0xc6, UInt32(binary.count))
        }
        bytes.append(contentsOf: binary)
    }

    mutating func append(bool: Bool) { bytes.append(bool ? 0xc3 : 0xc2) }

    mutating func append(mapOf count: Int) {
        switch count {
        case 0...15: bytes.append(0x80 | UInt8(count))
        case 16...0xffff: append(0xde, UInt16(count))
        default: append(0xdf, UInt32(count))
        }
    }

    mutating func append(arrayOf count: Int) {
        switch count {
        case 0...15: bytes.append(0x90 | UInt8(count))
        case 16...0xffff: append(0xdc, UInt16(count))
        default: append(0xdd, UInt32(count))
        }
    }

    /// As short as the value allows.
    mutating func append(integer value: Int64) {
        switch value {
        case 0...0x7f: bytes.append(UInt8(value))
        case 0x80...0xff: append(0xcc, UInt8(value))
        case 0x100...0xffff: append(0xcd, UInt16(value))
        case 0x1_0000...0xffff_ffff: append(0xce, UInt32(value))
        case 0x1_0000_0000...: append(0xcf, UInt64(value))
        case -32..<0: bytes.append(UInt8(bitPattern: Int8(value)))
        default: append(0xd3, UInt64(bitPattern: value))
        }
    }

    /// Nine bytes, whatever the value.
    mutating func append(uint64 value: UInt64) { append(0xcf, value) }

    /// Nine bytes, whatever the value.
    mutating func append(int64 value: Int64) { append(0xd3, UInt64(bitPattern: value)) }

    /// Nine bytes.
    mutating func append(double value: Double) { append(0xcb, value.bitPattern) }

    private mutating func append<Number: FixedWidthInteger>(_ format: UInt8, _ value: Number) {
        bytes.append(format)
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }
}
