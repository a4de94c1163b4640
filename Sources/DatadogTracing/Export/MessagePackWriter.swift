// SPDX-License-Identifier: Apache-2.0

/// Writes values in MessagePack.
///
/// Ids are written at full width (`uint64`), other integers as short as they fit, numbers always as `float64`, as the
/// agent gets them from other tracers.
struct MessagePackWriter: ~Copyable {
    // Memory of its own, as each of a span's sixty values would pay for an array's checks: freed in deinit, and only
    // written where `room(for:)` has made room.
    private var memory: UnsafeMutableRawPointer
    private var capacity: Int
    private(set) var count = 0

    init(capacity: Int = 256) {
        self.capacity = max(capacity, 16)
        memory = .allocate(byteCount: self.capacity, alignment: 1)
    }

    deinit { memory.deallocate() }

    /// What was written.
    var bytes: [UInt8] { Array(UnsafeRawBufferPointer(start: memory, count: count)) }

    /// What was written, behind what another writer wrote; the bytes are copied once.
    func bytes(after head: borrowing MessagePackWriter) -> [UInt8] {
        let total = head.count + count
        return [UInt8](unsafeUninitializedCapacity: total) { buffer, used in
            let target = UnsafeMutableRawBufferPointer(buffer)
            target.copyMemory(from: UnsafeRawBufferPointer(start: head.memory, count: head.count))
            UnsafeMutableRawBufferPointer(rebasing: target[head.count...])
                .copyMemory(from: UnsafeRawBufferPointer(start: memory, count: count))
            used = total
        }
    }

    /// Forgets all from the byte at `count` on.
    mutating func truncate(to count: Int) {
        self.count = min(count, self.count)
    }

    mutating func append(string: String) {
        let isWritten: Void? = string.utf8.withContiguousStorageIfAvailable { append(utf8: UnsafeRawBufferPointer($0)) }
        if isWritten == nil { append(utf8: Array(string.utf8)) }
    }

    /// A short constant text: at most 31 bytes.
    @inline(__always)
    mutating func append(_ constant: StaticString) {
        let length = constant.utf8CodeUnitCount
        let place = room(for: 1 + length)
        place.storeBytes(of: 0xa0 | UInt8(truncatingIfNeeded: length), as: UInt8.self)
        (place + 1).copyMemory(from: constant.utf8Start, byteCount: length)
    }

    mutating func append(binary bytes: [UInt8]) {
        switch bytes.count {
        case 0...0xff: append(0xc4, UInt8(bytes.count))
        case 0x100...0xffff: append(0xc5, UInt16(bytes.count))
        default: append(0xc6, UInt32(bytes.count))
        }
        append(encoded: bytes)
    }

    mutating func append(bool: Bool) { append(byte: bool ? 0xc3 : 0xc2) }

    mutating func append(mapOf count: Int) {
        switch count {
        case 0...15: append(byte: 0x80 | UInt8(count))
        case 16...0xffff: append(0xde, UInt16(count))
        default: append(0xdf, UInt32(count))
        }
    }

    mutating func append(arrayOf count: Int) {
        switch count {
        case 0...15: append(byte: 0x90 | UInt8(count))
        case 16...0xffff: append(0xdc, UInt16(count))
        default: append(0xdd, UInt32(count))
        }
    }

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

    /// As short as the value allows.
    mutating func append(unsigned value: UInt64) {
        if let value = Int64(exactly: value) { append(integer: value) } else { append(uint64: value) }
    }

    /// Two bytes, whatever the value.
    mutating func append(uint8 value: UInt8) { append(0xcc, value) }

    /// Nine bytes, whatever the value.
    mutating func append(uint64 value: UInt64) { append(0xcf, value) }

    /// Nine bytes, whatever the value.
    mutating func append(int64 value: Int64) { append(0xd3, UInt64(bitPattern: value)) }

    /// Nine bytes.
    mutating func append(double value: Double) { append(0xcb, value.bitPattern) }

    /// Values that are MessagePack already.
    mutating func append(encoded bytes: [UInt8]) {
        bytes.withUnsafeBytes { append(raw: $0) }
    }
}

extension MessagePackWriter {
    private mutating func append(utf8 bytes: [UInt8]) {
        bytes.withUnsafeBytes { append(utf8: $0) }
    }

    @inline(__always)
    private mutating func append(utf8: UnsafeRawBufferPointer) {
        switch utf8.count {
        case 0...31: return append(short: utf8)
        case 32...0xff: append(0xd9, UInt8(utf8.count))
        case 0x100...0xffff: append(0xda, UInt16(utf8.count))
        default: append(0xdb, UInt32(utf8.count))
        }
        append(raw: utf8)
    }

    /// At most 31 bytes, as most texts have: head and bytes at once.
    @inline(__always)
    private mutating func append(short utf8: UnsafeRawBufferPointer) {
        let place = room(for: 1 + utf8.count)
        place.storeBytes(of: 0xa0 | UInt8(truncatingIfNeeded: utf8.count), as: UInt8.self)
        guard let start = utf8.baseAddress else { return }
        (place + 1).copyMemory(from: start, byteCount: utf8.count)
    }

    @inline(__always)
    private mutating func append(raw bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress, !bytes.isEmpty else { return }
        room(for: bytes.count).copyMemory(from: start, byteCount: bytes.count)
    }

    @inline(__always)
    private mutating func append(byte: UInt8) {
        room(for: 1).storeBytes(of: byte, as: UInt8.self)
    }

    @inline(__always)
    private mutating func append<Number: FixedWidthInteger & BitwiseCopyable>(_ format: UInt8, _ value: Number) {
        let place = room(for: 1 + MemoryLayout<Number>.size)
        place.storeBytes(of: format, as: UInt8.self)
        (place + 1).storeBytes(of: value.bigEndian, as: Number.self)
    }

    /// The place of the next bytes, which count as written.
    @inline(__always)
    private mutating func room(for bytes: Int) -> UnsafeMutableRawPointer {
        if capacity - count < bytes { grow(by: bytes) }
        defer { count += bytes }
        return memory + count
    }

    @inline(never)
    private mutating func grow(by bytes: Int) {
        capacity = max(capacity * 2, count + bytes)
        let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 1)
        larger.copyMemory(from: memory, byteCount: count)
        memory.deallocate()
        memory = larger
    }
}
