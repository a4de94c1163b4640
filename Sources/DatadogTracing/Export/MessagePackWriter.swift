// SPDX-License-Identifier: Apache-2.0

/// Memory that grows with what is written into it, value by value or at a ``MessagePackCursor``.
// Safe to send: it alone refers to its memory.
struct MessagePackWriter: ~Copyable, @unchecked Sendable {
    // Memory of its own, as each of a span's sixty values would pay for an array's checks: freed in deinit, and only
    // written where there is room.
    private var memory: UnsafeMutableRawPointer?
    /// Bytes of the memory.
    private(set) var capacity = 0
    private(set) var count = 0
    private let firstCapacity: Int

    /// - Parameter capacity: bytes for which room is made with the first.
    init(capacity: Int = 256) {
        firstCapacity = capacity
    }

    deinit { RawMemory.release(memory) }

    /// What was written.
    var bytes: [UInt8] { withBytes { Array($0) } }

    /// Lends what was written.
    @inline(__always)
    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try body(UnsafeRawBufferPointer(start: memory, count: count))
    }

    /// Forgets all from the byte at `count` on.
    mutating func truncate(to count: Int) {
        self.count = min(count, self.count)
    }

    /// Lends a cursor that must not write more bytes than this.
    @inline(__always)
    mutating func write<Result>(atMost bytes: Int, _ body: (inout MessagePackCursor) -> Result) -> Result {
        let memory = reserve(bytes)
        var cursor = MessagePackCursor(memory + count)
        defer { count = cursor.place - memory }
        return body(&cursor)
    }

    @inline(__always)
    private mutating func reserve(_ bytes: Int) -> UnsafeMutableRawPointer {
        guard let memory, capacity - count >= bytes else { return grow(by: bytes) }
        return memory
    }

    /// Gives back what is not used, if it is much.
    mutating func trim() {
        guard let memory, capacity > 2 * count + 1024 else { return }
        capacity = max(count, 1)
        self.memory = RawMemory.resize(memory, to: capacity)
    }

    @inline(never)
    private mutating func grow(by bytes: Int) -> UnsafeMutableRawPointer {
        capacity = max(firstCapacity, capacity * 2, count + bytes, 16)
        let larger = RawMemory.resize(memory, to: capacity)
        memory = larger
        return larger
    }
}

extension MessagePackWriter {
    /// Bytes of the longest number with its format.
    private static let maximumNumber = 9

    mutating func append(string: String) {
        string.withBytes { append(utf8: $0) }
    }

    mutating func append(utf8: UnsafeRawBufferPointer) {
        write(atMost: utf8.count + MessagePackText.maximumHead) { $0.append(utf8: utf8) }
    }

    /// A short constant text: at most 31 bytes.
    mutating func append(_ constant: StaticString) {
        write(atMost: 32) { $0.append(constant) }
    }

    mutating func append(binary bytes: [UInt8]) {
        write(atMost: bytes.count + MessagePackText.maximumHead) { cursor in
            switch bytes.count {
            case 0...0xff: cursor.append(0xc4, UInt8(bytes.count))
            case 0x100...0xffff: cursor.append(0xc5, UInt16(bytes.count))
            default: cursor.append(0xc6, UInt32(bytes.count))
            }
            bytes.withUnsafeBytes { cursor.append(raw: $0) }
        }
    }

    mutating func append(bool: Bool) {
        write(atMost: 1) { $0.append(byte: bool ? 0xc3 : 0xc2) }
    }

    mutating func append(mapOf count: Int) {
        write(atMost: MessagePackCursor.maximumHead) { $0.append(mapOf: count) }
    }

    mutating func append(arrayOf count: Int) {
        write(atMost: MessagePackCursor.maximumHead) { $0.append(arrayOf: count) }
    }

    /// As short as the value allows.
    mutating func append(integer value: Int64) {
        write(atMost: Self.maximumNumber) { $0.append(integer: value) }
    }

    /// As short as the value allows.
    mutating func append(unsigned value: UInt64) {
        if let value = Int64(exactly: value) { append(integer: value) } else { append(uint64: value) }
    }

    /// Two bytes, whatever the value.
    mutating func append(uint8 value: UInt8) {
        write(atMost: Self.maximumNumber) { $0.append(0xcc, value) }
    }

    /// Nine bytes, whatever the value.
    mutating func append(uint64 value: UInt64) {
        write(atMost: Self.maximumNumber) { $0.append(uint64: value) }
    }

    /// Nine bytes.
    mutating func append(double value: Double) {
        write(atMost: Self.maximumNumber) { $0.append(double: value) }
    }

    /// What is MessagePack already.
    mutating func append(raw bytes: UnsafeRawBufferPointer) {
        write(atMost: bytes.count) { $0.append(raw: bytes) }
    }

    /// A value that is MessagePack already.
    mutating func append(encoded bytes: [UInt8]) {
        bytes.withUnsafeBytes { append(raw: $0) }
    }
}
