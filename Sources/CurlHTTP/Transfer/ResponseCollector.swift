// SPDX-License-Identifier: Apache-2.0

import HTTPTypes

/// Gathers headers and body of a response as they come in, within bounds.
struct ResponseCollector {
    /// libcurl bounds a single line but, before 8.3, not their sum.
    static let maximumHeaderBytes = 256 * 1024

    private(set) var headers = HTTPFields()
    private(set) var body: [UInt8] = []
    private(set) var sawHeaders = false
    private var headerBytes = 0
    private var bodyHasBegun = false
    private var countedBytes = 0
    private let maximumBodyBytes: Int

    init(maximumBodyBytes: Int) {
        self.maximumBodyBytes = maximumBodyBytes
    }

    /// Takes one line with its end; false when the headers grow too large.
    mutating func receiveHeaderLine(_ line: UnsafeRawBufferPointer) -> Bool {
        sawHeaders = true
        headerBytes += line.count
        guard headerBytes <= Self.maximumHeaderBytes else { return false }
        if line.starts(with: "HTTP/".utf8) {
            // A new response: what came before was an interim one or a redirect.
            headers = HTTPFields()
            bodyHasBegun = false
        } else if !bodyHasBegun, let field = Self.field(line) {
            headers.append(field)
        }
        return true
    }

    /// Takes a piece of the body; false when it would grow beyond its bound or was announced to do so.
    mutating func receiveBody(_ bytes: UnsafeRawBufferPointer, announced: () -> Int?) -> Bool {
        if !bodyHasBegun {
            bodyHasBegun = true
            guard let announced = announced() else { return append(bytes) }
            guard announced <= maximumBodyBytes else { return false }
            body.reserveCapacity(announced)
        }
        return append(bytes)
    }

    /// Counts a piece that someone else takes; false when all of them together are more than the bound.
    mutating func count(_ bytes: UnsafeRawBufferPointer, announced: () -> Int?) -> Bool {
        if !bodyHasBegun {
            bodyHasBegun = true
            guard announced() ?? 0 <= maximumBodyBytes else { return false }
        }
        countedBytes += bytes.count
        return countedBytes <= maximumBodyBytes
    }

    private mutating func append(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count <= maximumBodyBytes - body.count else { return false }
        body.append(contentsOf: bytes)
        return true
    }

    /// Nil for the empty line, for folded lines (obsolete since RFC 7230) and for names that are none.
    private static func field(_ line: UnsafeRawBufferPointer) -> HTTPField? {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")),
            let name = HTTPField.Name(String(decoding: line[..<colon], as: UTF8.self))
        else { return nil }
        let rest = line[line.index(after: colon)...].drop(while: isSpace)
        guard let last = rest.lastIndex(where: { !isSpace($0) }) else { return HTTPField(name: name, value: "") }
        return HTTPField(name: name, lenientValue: rest[...last])
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0d || byte == 0x0a
    }
}
