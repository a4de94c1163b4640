// SPDX-License-Identifier: Apache-2.0

/// Appends fields of a Protocol Buffers message to a byte array.
struct ProtobufWriter {
    private(set) var bytes: [UInt8] = []

    /// How a field's value is written; its tag says so.
    private enum WireType: UInt64 {
        case varint = 0
        case fixed64 = 1
        case lengthDelimited = 2
    }

    mutating func append(field: UInt64, _ value: Double) {
        append(field, .fixed64)
        append(value)
    }

    mutating func append(field: UInt64, _ message: [UInt8]) {
        append(field, .lengthDelimited)
        append(varint: UInt64(message.count))
        bytes += message
    }

    mutating func append(field: UInt64, packed values: [Double]) {
        append(field, .lengthDelimited)
        append(varint: UInt64(values.count * 8))
        for value in values { append(value) }
    }

    /// In the zigzag form, which is short for small negative numbers, too.
    mutating func append(field: UInt64, signed value: Int) {
        append(field, .varint)
        append(varint: UInt64(bitPattern: Int64(value << 1) ^ Int64(value >> 63)))
    }

    private mutating func append(_ field: UInt64, _ type: WireType) {
        append(varint: field << 3 | type.rawValue)
    }

    private mutating func append(varint value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    private mutating func append(_ value: Double) {
        withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
    }
}
