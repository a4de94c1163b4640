// SPDX-License-Identifier: Apache-2.0

/// How a text lies in MessagePack: a head of one to five bytes that says how long it is, then its UTF-8 bytes.
enum MessagePackText {
    /// Bytes of the longest head.
    static let maximumHead = 5

    /// Bytes of a text's head.
    @inline(__always)
    static func head(_ length: Int) -> Int {
        length < 32 ? 1 : length < 0x100 ? 2 : length < 0x1_0000 ? 3 : 5
    }

    /// Writes a text, and gives the place behind it; there must be room for it.
    ///
    /// Not inlined, since it is a good deal of code, and a span has many texts.
    @inline(never)
    static func write(_ text: String, to place: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer {
        text.withBytes { write($0, to: place) }
    }

    /// The same for a text in UTF-8.
    @inline(__always)
    static func write(_ utf8: UnsafeRawBufferPointer, to place: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer {
        guard utf8.count < 32 else { return writeLong(utf8, to: place) }
        place.storeBytes(of: 0xa0 | UInt8(truncatingIfNeeded: utf8.count), as: UInt8.self)
        return copy(utf8, to: place + 1)
    }

    /// The bytes of the text that lies here.
    @inline(__always)
    static func read(_ place: UnsafeRawPointer) -> UnsafeRawBufferPointer {
        let head = place.load(as: UInt8.self)
        guard head & 0xe0 != 0xa0 else { return UnsafeRawBufferPointer(start: place + 1, count: Int(head & 0x1f)) }
        return readLong(place, head)
    }

    @inline(never)
    private static func writeLong(
        _ utf8: UnsafeRawBufferPointer,
        to place: UnsafeMutableRawPointer
    ) -> UnsafeMutableRawPointer {
        switch utf8.count {
        case ...0xff: copy(utf8, to: write(0xd9, UInt8(utf8.count), to: place))
        case ...0xffff: copy(utf8, to: write(0xda, UInt16(utf8.count), to: place))
        default: copy(utf8, to: write(0xdb, UInt32(utf8.count), to: place))
        }
    }

    private static func write<Length: FixedWidthInteger & BitwiseCopyable>(
        _ format: UInt8,
        _ length: Length,
        to place: UnsafeMutableRawPointer
    ) -> UnsafeMutableRawPointer {
        place.storeBytes(of: format, as: UInt8.self)
        (place + 1).storeBytes(of: length.bigEndian, as: Length.self)
        return place + 1 + MemoryLayout<Length>.size
    }

    @inline(never)
    private static func readLong(_ place: UnsafeRawPointer, _ head: UInt8) -> UnsafeRawBufferPointer {
        switch head {
        case 0xd9: bytes(UInt8.self, place + 1)
        case 0xda: bytes(UInt16.self, place + 1)
        default: bytes(UInt32.self, place + 1)
        }
    }

    private static func bytes<Length: FixedWidthInteger & BitwiseCopyable>(
        _ type: Length.Type,
        _ place: UnsafeRawPointer
    ) -> UnsafeRawBufferPointer {
        let length = Length(bigEndian: place.loadUnaligned(as: type))
        return UnsafeRawBufferPointer(start: place + MemoryLayout<Length>.size, count: Int(length))
    }

    /// Copies a text. Most are short, and a call would cost more than the copying.
    @inline(__always)
    private static func copy(
        _ utf8: UnsafeRawBufferPointer,
        to place: UnsafeMutableRawPointer
    ) -> UnsafeMutableRawPointer {
        guard let start = utf8.baseAddress else { return place }
        switch utf8.count {
        case 0: break
        case 1: place.storeBytes(of: start.load(as: UInt8.self), as: UInt8.self)
        case 2...4: copyEnds(UInt16.self, start, utf8.count, to: place)
        case 5...8: copyEnds(UInt32.self, start, utf8.count, to: place)
        case 9...16: copyEnds(UInt64.self, start, utf8.count, to: place)
        default: place.copyMemory(from: start, byteCount: utf8.count)
        }
        return place + utf8.count
    }

    /// Copies as many bytes as two words have, or fewer: then the words overlap.
    @inline(__always)
    private static func copyEnds<Word: BitwiseCopyable>(
        _ word: Word.Type,
        _ start: UnsafeRawPointer,
        _ count: Int,
        to place: UnsafeMutableRawPointer
    ) {
        let last = count - MemoryLayout<Word>.size
        place.storeBytes(of: start.loadUnaligned(as: word), as: word)
        (place + last).storeBytes(of: (start + last).loadUnaligned(as: word), as: word)
    }
}

extension String {
    /// Lends the bytes of the text in UTF-8.
    @inline(__always)
    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        // Inlined, which the span of a text is not: two calls for each text.
        if let result = utf8.withContiguousStorageIfAvailable({ body(UnsafeRawBufferPointer($0)) }) { return result }
        return withForeignBytes(body)
    }

    /// The same for a text that is not UTF-8 in memory.
    @inline(never)
    private func withForeignBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        utf8.span.withUnsafeBytes(body)
    }
}
