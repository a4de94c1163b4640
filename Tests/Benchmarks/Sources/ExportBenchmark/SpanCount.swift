// SPDX-License-Identifier: Apache-2.0

/// Counts the spans in a body of version 0.4, an array of arrays of spans, by walking through its MessagePack.
struct SpanCount {
    private let bytes: UnsafeRawBufferPointer
    private var place = 0

    /// 0 for what is no such body.
    static func spans(in body: [UInt8]) -> Int {
        body.withUnsafeBytes { bytes in
            var count = SpanCount(bytes)
            return count.total() ?? 0
        }
    }

    private init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    private mutating func total() -> Int? {
        guard let traces = arrayHead() else { return nil }
        var total = 0
        for _ in 0..<traces {
            guard let spans = arrayHead() else { return nil }
            total += spans
            for _ in 0..<spans { guard skip() else { return nil } }
        }
        return place == bytes.count ? total : nil
    }

    private mutating func arrayHead() -> Int? {
        guard let byte = number(1) else { return nil }
        switch byte {
        case 0x90...0x9f: return byte & 0xf
        case 0xdc, 0xdd: return number(byte == 0xdc ? 2 : 4)
        default: return nil
        }
    }

    /// Passes over one value.
    private mutating func skip() -> Bool {
        guard let byte = number(1) else { return false }
        switch byte {
        case 0x80...0x8f: return skip(values: 2 * (byte & 0xf))
        case 0x90...0x9f: return skip(values: byte & 0xf)
        case 0xa0...0xbf: return skip(bytes: byte & 0x1f)
        case 0xc4...0xc6: return skip(bytes: number(1 << (byte - 0xc4)))
        case 0xca, 0xcb: return skip(bytes: byte == 0xca ? 4 : 8)
        case 0xcc...0xcf: return skip(bytes: 1 << (byte - 0xcc))
        case 0xd0...0xd3: return skip(bytes: 1 << (byte - 0xd0))
        case 0xd9...0xdb: return skip(bytes: number(1 << (byte - 0xd9)))
        case 0xdc, 0xdd: return skip(values: number(byte == 0xdc ? 2 : 4))
        case 0xde, 0xdf: return skip(values: number(byte == 0xde ? 2 : 4).map { 2 * $0 })
        case 0...0x7f, 0xc0, 0xc2, 0xc3, 0xe0...0xff: return true
        default: return false
        }
    }

    private mutating func skip(bytes count: Int?) -> Bool {
        guard let count, bytes.count - place >= count else { return false }
        place += count
        return true
    }

    private mutating func skip(values count: Int?) -> Bool {
        guard let count else { return false }
        for _ in 0..<count { guard skip() else { return false } }
        return true
    }

    private mutating func number(_ count: Int) -> Int? {
        guard bytes.count - place >= count else { return nil }
        defer { place += count }
        return bytes[place..<place + count].reduce(0) { $0 << 8 | Int($1) }
    }
}
