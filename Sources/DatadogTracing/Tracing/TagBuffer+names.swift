// SPDX-License-Identifier: Apache-2.0

/// Service, name and resource of a span lie in front of its tags, each with the name of its field, as they are sent: so
/// no texts have to be kept, whose references would be counted.
extension TagBuffer {
    /// Where the names of a span lie.
    struct NamePlaces {
        /// Where the name itself begins, in MessagePack, and ends.
        fileprivate var nameStart = 0
        fileprivate var nameEnd = 0
        /// Bytes of all; none before names are written.
        var end = 0
        /// Whether there is a resource, and not only a name that stands for it.
        var hasResource: Bool { end > nameEnd }
    }

    static let serviceField: StaticString = "service"
    static let nameField: StaticString = "name"
    static let resourceField: StaticString = "resource"

    /// Bytes of the fields' names with their heads, and of the heads of three texts.
    private static let namesOverhead = 8 + 5 + 9 + 3 * MessagePackText.maximumHead

    /// A service with the name of its field, for ``begin(_:name:resource:)``.
    init(service: String) {
        self.init()
        set("service", text: service)
    }

    /// Writes the names where nothing is written yet.
    ///
    /// - Parameter service: with the name of its field; borrowed, so that its memory is there until this is written.
    @inline(__always)
    mutating func begin(_ service: borrowing TagBuffer, name: String, resource: String?) {
        let size = service.byteCount + name.utf8.count + (resource?.utf8.count ?? 0) + Self.namesOverhead
        let memory = reserve(size)
        var cursor = MessagePackCursor(memory)
        cursor.append(raw: service.texts.bytes)
        cursor.append(Self.nameField)
        names.nameStart = cursor.place - memory
        cursor.append(string: name)
        names.nameEnd = cursor.place - memory
        if let resource {
            cursor.append(Self.resourceField)
            cursor.append(string: resource)
        }
        names.end = cursor.place - memory
    }

    /// Writes other names in place of those that are here.
    mutating func rename(service: String, name: String, resource: String?) {
        var others = TagBuffer()
        others.begin(TagBuffer(service: service), name: name, resource: resource)
        let memory = reserve(max(0, others.names.end - names.end))
        (memory + others.names.end).copyMemory(from: memory + names.end, byteCount: textBytes)
        // It has memory, since it has names.
        memory.copyMemory(from: others.memory.unsafelyUnwrapped, byteCount: others.names.end)
        names = others.names
    }

    /// Writes another resource in place of the one that is here; nil if it is the name.
    mutating func set(resource: String?) {
        let field = Self.resourceField.utf8CodeUnitCount + 1
        let size = resource.map { field + MessagePackText.head($0.utf8.count) + $0.utf8.count } ?? 0
        let end = names.nameEnd + size
        // Room for all of it besides the old one, which is more than it takes.
        let memory = reserve(size)
        (memory + end).copyMemory(from: memory + names.end, byteCount: textBytes)
        if let resource {
            var cursor = MessagePackCursor(memory + names.nameEnd)
            cursor.append(Self.resourceField)
            cursor.append(string: resource)
        }
        names.end = end
    }

    /// All names as they are sent, good until the next change; a resource is missing if it is the name.
    @inline(__always)
    var encodedNames: UnsafeRawBufferPointer { bytes(0..<names.end) }

    /// The name in MessagePack, good until the next change.
    @inline(__always)
    var encodedName: UnsafeRawBufferPointer { bytes(names.nameStart..<names.nameEnd) }

    var service: String {
        text(Self.serviceField.utf8CodeUnitCount + 1, until: names.nameStart)
    }

    var name: String { text(names.nameStart, until: names.nameEnd) }

    /// Nil if it is the name.
    var resource: String? {
        guard names.hasResource else { return nil }
        return text(names.nameEnd + Self.resourceField.utf8CodeUnitCount + 1, until: names.end)
    }

    /// The text that lies here; empty if there are no names.
    private func text(_ start: Int, until end: Int) -> String {
        guard let memory, start < end else { return "" }
        return String(decoding: MessagePackText.read(memory + start), as: UTF8.self)
    }

    @inline(__always)
    private func bytes(_ range: Range<Int>) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: memory.map { $0 + range.lowerBound }, count: range.count)
    }
}
