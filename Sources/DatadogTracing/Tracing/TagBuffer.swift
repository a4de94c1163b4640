// SPDX-License-Identifier: Apache-2.0

/// The tags of one span as they are sent, each key once: a tag is written in MessagePack when it is set.
///
/// One block of memory, which texts fill from the front, behind the names of the span, and numbers from the back, so that
/// all can be sent as they lie.
// Safe to send: it alone refers to its memory.
struct TagBuffer: ~Copyable, @unchecked Sendable {
    /// There from the first name or tag on; freed in deinit.
    private(set) var memory: UnsafeMutableRawPointer?
    private var capacity = 0
    private(set) var textBytes = 0
    private var numberBytes = 0
    private(set) var textCount = 0
    private(set) var numberCount = 0
    /// Of the keys that are here or were.
    private(set) var keys = KeyFilter()
    var names = NamePlaces()
    /// Bytes that names and tags may take, unless a tag is set that has to be.
    var allowance = Int.max

    /// Bytes made room for at first.
    private static let usualCapacity = 304

    init() {}

    init(_ tags: some Sequence<SpanTag>) {
        for tag in tags { set(tag.key, tag.value) }
    }

    /// Of equal keys the first one counts.
    init(firstOf tags: [(key: String, value: SpanTag.Value)]) {
        for tag in tags { setIfAbsent(tag.key, tag.value) }
    }

    deinit { RawMemory.release(memory) }

    var count: Int { textCount &+ numberCount }
    var isEmpty: Bool { count == 0 }
    /// Of keys and values.
    var byteCount: Int { textBytes &+ numberBytes }
    /// Where the texts end.
    private var textsEnd: Int { names.end &+ textBytes }

    /// The texts, good until the next change.
    @inline(__always)
    var texts: EncodedTags {
        EncodedTags(UnsafeRawBufferPointer(start: memory.map { $0 + names.end }, count: textBytes))
    }

    /// The numbers, good until the next change.
    @inline(__always)
    var numbers: EncodedTags {
        EncodedTags(UnsafeRawBufferPointer(start: memory.map { $0 + capacity - numberBytes }, count: numberBytes))
    }

    /// The tags by themselves, texts first.
    var decoded: [SpanTag] {
        var tags: [SpanTag] = []
        tags.reserveCapacity(count)
        texts.visit { tags.append($0.decoded) }
        numbers.visit { tags.append($0.decoded) }
        return tags
    }

    /// The same tags in memory of their own, with as much room.
    var copy: TagBuffer {
        var copy = TagBuffer()
        guard let memory else { return copy }
        let block = RawMemory.resize(nil, to: capacity)
        block.copyMemory(from: memory, byteCount: textsEnd)
        let numbers = capacity - numberBytes
        (block + numbers).copyMemory(from: memory + numbers, byteCount: numberBytes)
        (copy.memory, copy.capacity, copy.textBytes, copy.numberBytes) = (block, capacity, textBytes, numberBytes)
        (copy.textCount, copy.numberCount, copy.keys, copy.names) = (textCount, numberCount, keys, names)
        return copy
    }

    /// Makes room at once for tags that are about to be set.
    mutating func makeRoom(for bytes: Int) {
        _ = reserve(bytes)
    }

    func value(_ key: String) -> SpanTag.Value? {
        key.withBytes { find($0)?.decodedValue }
    }

    func has(_ key: String) -> Bool {
        key.withBytes { find($0) != nil }
    }

    /// Sets a text, in place of what was under the key; false if it were one tag more than the limit, or had no room.
    @inline(__always)
    @discardableResult
    mutating func set(_ key: String, text: String, limit: Int = .max) -> Bool {
        key.withBytes { key in text.withBytes { set(key, text: $0, limit: limit) } }
    }

    @inline(never)
    private mutating func set(_ key: UnsafeRawBufferPointer, text: UnsafeRawBufferPointer, limit: Int) -> Bool {
        guard mayTake(key.count &+ text.count), makeWay(for: key, limit: limit) else { return false }
        append(key, text: text)
        return true
    }

    /// Sets a number, in place of what was under the key; false if it were one tag more than the limit, or had no room.
    @inline(__always)
    @discardableResult
    mutating func set(_ key: String, number: Double, limit: Int = .max) -> Bool {
        key.withBytes { set($0, number: number, limit: limit) }
    }

    @inline(never)
    private mutating func set(_ key: UnsafeRawBufferPointer, number: Double, limit: Int) -> Bool {
        guard mayTake(key.count), makeWay(for: key, limit: limit) else { return false }
        append(key, number: number)
        return true
    }

    @discardableResult
    mutating func set(_ key: String, _ value: SpanTag.Value, limit: Int = .max) -> Bool {
        switch value {
        case .text(let text): set(key, text: text, limit: limit)
        case .number(let number): set(key, number: number, limit: limit)
        }
    }

    /// Sets a tag unless there is one of this key.
    mutating func setIfAbsent(_ key: String, _ value: @autoclosure () -> SpanTag.Value) {
        if !has(key) { set(key, value()) }
    }

    mutating func remove(_ key: String) {
        key.withBytes { remove($0) }
    }

    /// Forgets all tags, and no names.
    mutating func removeAll() {
        (textBytes, numberBytes, textCount, numberCount, keys) = (0, 0, 0, 0, KeyFilter())
    }

    /// Adds tags that go with these: false if a key of theirs is here, and those whose keys are not were taken in.
    @inline(__always)
    mutating func share(_ constants: borrowing TagBuffer) -> Bool {
        !keys.mayMeet(constants.keys) || !takeHidden(constants)
    }

    /// Takes tags in if one of them has a key that is here.
    @inline(never)
    private mutating func takeHidden(_ constants: borrowing TagBuffer) -> Bool {
        guard hides(constants) else { return false }
        constants.texts.visit { if find($0.key) == nil { append($0.key, text: $0.text) } }
        constants.numbers.visit { if find($0.key) == nil { append($0.key, number: $0.number) } }
        return true
    }
}

extension TagBuffer {
    /// Whether a tag here has the key of one there.
    func hides(_ others: borrowing TagBuffer) -> Bool {
        var hides = false
        others.texts.visit { if find($0.key) != nil { hides = true } }
        others.numbers.visit { if find($0.key) != nil { hides = true } }
        return hides
    }

    func find(_ key: UnsafeRawBufferPointer) -> EncodedTag? {
        guard keys.mayContain(key) else { return nil }
        return texts.find(key) ?? numbers.find(key)
    }

    /// Bytes of what lies around the texts of a tag.
    private static let maximumHeads = 2 * MessagePackText.maximumHead

    /// Bytes of names and tags.
    var usedBytes: Int { textsEnd &+ numberBytes }

    /// Whether a tag may be set whose texts have so many bytes.
    @inline(__always)
    private func mayTake(_ bytes: Int) -> Bool {
        capacity &- usedBytes >= bytes &+ Self.maximumHeads || usedBytes &+ bytes &+ Self.maximumHeads <= allowance
    }

    /// Takes away what is under the key; false if a tag of this key were one more than the limit.
    @inline(__always)
    private mutating func makeWay(for key: UnsafeRawBufferPointer, limit: Int) -> Bool {
        if keys.mayContain(key) { remove(key) }
        return count < limit
    }

    @inline(never)
    private mutating func remove(_ key: UnsafeRawBufferPointer) {
        guard let memory else { return }
        if let tag = texts.find(key) {
            let place = tag.start - UnsafeRawPointer(memory)
            let size = tag.bytes.count
            (memory + place).copyMemory(from: tag.end, byteCount: textsEnd - place - size)
            textBytes -= size
            textCount -= 1
            return
        }
        guard let tag = numbers.find(key) else { return }
        let first = memory + capacity - numberBytes
        let size = tag.bytes.count
        (first + size).copyMemory(from: first, byteCount: tag.start - UnsafeRawPointer(first))
        numberBytes -= size
        numberCount -= 1
    }

    @inline(__always)
    private mutating func append(_ key: UnsafeRawBufferPointer, text: UnsafeRawBufferPointer) {
        let memory = reserve(key.count &+ text.count &+ Self.maximumHeads)
        let end = MessagePackText.write(text, to: MessagePackText.write(key, to: memory + textsEnd))
        textBytes = end - memory &- names.end
        textCount &+= 1
        keys.insert(key)
    }

    @inline(__always)
    private mutating func append(_ key: UnsafeRawBufferPointer, number: Double) {
        let size = MessagePackText.head(key.count) + key.count + EncodedTag.numberSize
        let memory = reserve(size)
        numberBytes += size
        var cursor = MessagePackCursor(memory + capacity - numberBytes)
        cursor.append(utf8: key)
        cursor.append(double: number)
        numberCount &+= 1
        keys.insert(key)
    }

    /// The memory, with room for so many bytes between texts and numbers.
    @inline(__always)
    mutating func reserve(_ bytes: Int) -> UnsafeMutableRawPointer {
        // No sum of what lies in memory overflows.
        guard let memory, capacity &- usedBytes >= bytes else { return grow(by: bytes) }
        return memory
    }

    @inline(never)
    private mutating func grow(by bytes: Int) -> UnsafeMutableRawPointer {
        let newCapacity = max(Self.usualCapacity, min(2 * capacity, allowance), usedBytes + bytes)
        let larger = RawMemory.resize(memory, to: newCapacity)
        if numberBytes > 0 {
            let numbers = larger + capacity - numberBytes
            (larger + newCapacity - numberBytes).copyMemory(from: numbers, byteCount: numberBytes)
        }
        (memory, capacity) = (larger, newCapacity)
        return larger
    }
}
