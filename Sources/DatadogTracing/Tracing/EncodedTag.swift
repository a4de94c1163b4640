// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A tag in MessagePack: the text of its key, then a text or a number.
///
/// Points into memory of its owner: good only while that lends it.
struct EncodedTag {
    let start: UnsafeRawPointer
    let key: UnsafeRawBufferPointer
    /// The head of the value.
    private let value: UnsafeRawPointer
    let end: UnsafeRawPointer

    /// The head of each number: they all are `float64`.
    static let numberFormat: UInt8 = 0xcb
    /// Bytes of a number with its head.
    static let numberSize = 9

    /// The tag that begins here.
    @inline(__always)
    init(at start: UnsafeRawPointer) {
        self.start = start
        key = MessagePackText.read(start)
        value = key.end
        let isNumber = value.load(as: UInt8.self) == Self.numberFormat
        end = isNumber ? value + Self.numberSize : MessagePackText.read(value).end
    }

    /// Key and value.
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: end - start) }

    var isText: Bool { value.load(as: UInt8.self) != Self.numberFormat }

    /// The value of a text.
    var text: UnsafeRawBufferPointer { MessagePackText.read(value) }

    /// The value of a number.
    var number: Double { Double(bitPattern: UInt64(bigEndian: (value + 1).loadUnaligned(as: UInt64.self))) }

    /// Whether this is the key.
    @inline(__always)
    func has(_ other: UnsafeRawBufferPointer) -> Bool {
        // Most keys differ in length, which is cheaper to see.
        guard key.count == other.count else { return false }
        guard !key.isEmpty, let one = key.baseAddress, let other = other.baseAddress else { return true }
        return one.load(as: UInt8.self) == other.load(as: UInt8.self) && memcmp(one, other, key.count) == 0
    }

    /// The tag by itself.
    var decoded: SpanTag {
        SpanTag(key: String(decoding: key, as: UTF8.self), value: decodedValue)
    }

    var decodedValue: SpanTag.Value {
        isText ? .text(String(decoding: text, as: UTF8.self)) : .number(number)
    }
}

extension UnsafeRawBufferPointer {
    /// The place behind the last byte; not asked of an empty buffer without an address.
    @inline(__always)
    fileprivate var end: UnsafeRawPointer { baseAddress.unsafelyUnwrapped + count }
}
