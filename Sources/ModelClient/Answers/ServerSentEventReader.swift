// SPDX-License-Identifier: Apache-2.0

/// Finds the data of server-sent events in a stream of bytes; names, ids and comments of events are left out.
struct ServerSentEventReader {
    private let maximumEventBytes: Int
    private var line: [UInt8] = []
    private var data: [UInt8] = []
    private var hasData = false

    init(maximumEventBytes: Int) {
        self.maximumEventBytes = maximumEventBytes
    }

    /// Takes the next bytes and gives the data of the events that they complete; nil when one is too large.
    mutating func read(_ bytes: UnsafeRawBufferPointer) -> [[UInt8]]? {
        var events: [[UInt8]] = []
        var rest = bytes[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            line.append(contentsOf: rest[..<end])
            rest = rest[(end + 1)...]
            if let event = endLine() { events.append(event) }
            guard data.count <= maximumEventBytes else { return nil }
        }
        line.append(contentsOf: rest)
        return line.count <= maximumEventBytes ? events : nil
    }

    /// The data of an event that the end of the stream cut off before its empty line.
    mutating func finish() -> [UInt8]? {
        let event = line.isEmpty ? nil : endLine()
        return event ?? takeEvent()
    }

    private mutating func endLine() -> [UInt8]? {
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        defer { line.removeAll(keepingCapacity: true) }
        guard !line.isEmpty else { return takeEvent() }
        guard line.starts(with: Self.field) else { return nil }
        if hasData { data.append(UInt8(ascii: "\n")) }
        hasData = true
        let value = line.dropFirst(Self.field.count)
        data.append(contentsOf: value.first == UInt8(ascii: " ") ? value.dropFirst() : value)
        return nil
    }

    private mutating func takeEvent() -> [UInt8]? {
        guard hasData else { return nil }
        hasData = false
        defer { data = [] }
        return data
    }

    private static let field = Array("data:".utf8)
}
