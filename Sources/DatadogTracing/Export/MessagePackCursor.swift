// SPDX-License-Identifier: Apache-2.0

/// Writes values in MessagePack one after the other, where there is room for all of them.
///
/// Ids are written at full width (`uint64`), other integers as short as they fit, numbers always as `float64`, as the
/// agent gets them from other tracers.
struct MessagePackCursor {
    // The writer that lends the cursor has made room, and takes it back before its memory moves.
    private(set) var place: UnsafeMutableRawPointer

    @inline(__always)
    init(_ place: UnsafeMutableRawPointer) {
        self.place = place
    }

    /// A short constant text: at most 31 bytes.
    @inline(__always)
    mutating func append(_ constant: StaticString) {
        let length = constant.utf8CodeUnitCount
        append(byte: 0xa0 | UInt8(truncatingIfNeeded: length))
        place.copyMemory(from: constant.utf8Start, byteCount: length)
        place += length
    }

    @inline(__always)
    mutating func append(string: String) {
        place = MessagePackText.write(string, to: place)
    }

    @inline(__always)
    mutating func append(utf8: UnsafeRawBufferPointer) {
        place = MessagePackText.write(utf8, to: place)
    }

    /// What is MessagePack already.
    @inline(__always)
    mutating func append(raw bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress else { return }
        place.copyMemory(from: start, byteCount: bytes.count)
        place += bytes.count
    }

    @inline(__always)
    mutating func append(byte: UInt8) {
        place.storeBytes(of: byte, as: UInt8.self)
        place += 1
    }

    /// A number with the byte that tells its format.
    @inline(__always)
    mutating func append<Number: FixedWidthInteger & BitwiseCopyable>(_ format: UInt8, _ value: Number) {
        append(byte: format)
        place.storeBytes(of: value.bigEndian, as: Number.self)
        place += MemoryLayout<Number>.size
    }

    /// Nine bytes, whatever the value.
    @inline(__always)
    mutating func append(uint64 value: UInt64) { append(0xcf, value) }

    /// Nine bytes, whatever the value.
    @inline(__always)
    mutating func append(int64 value: Int64) { append(0xd3, UInt64(bitPattern: value)) }

    /// Nine bytes.
    @inline(__always)
    mutating func append(double value: Double) { append(0xcb, value.bitPattern) }

    /// As short as the value allows.
    mutating func append(integer value: Int64) {
        switch value {
        case 0...0x7f: append(byte: UInt8(value))
        case 0x80...0xff: append(0xcc, UInt8(value))
        case 0x100...0xffff: append(0xcd, UInt16(value))
        case 0x1_0000...0xffff_ffff: append(0xce, UInt32(value))
        case 0x1_0000_0000...: append(0xcf, UInt64(value))
        case -32..<0: append(byte: UInt8(bitPattern: Int8(value)))
        default: append(0xd3, UInt64(bitPattern: value))
        }
    }

    @inline(__always)
    mutating func append(mapOf count: Int) {
        guard count > 15 else { return append(byte: 0x80 | UInt8(truncatingIfNeeded: count)) }
        if count <= 0xffff { append(0xde, UInt16(count)) } else { append(0xdf, UInt32(count)) }
    }

    @inline(__always)
    mutating func append(arrayOf count: Int) {
        guard count > 15 else { return append(byte: 0x90 | UInt8(truncatingIfNeeded: count)) }
        if count <= 0xffff { append(0xdc, UInt16(count)) } else { append(0xdd, UInt32(count)) }
    }

    /// Bytes of the longest head of a map or an array.
    static let maximumHead = 5

    /// Bytes of the head of a map or an array.
    static func head(_ count: Int) -> Int { count > 0xffff ? 5 : count > 15 ? 3 : 1 }
}
