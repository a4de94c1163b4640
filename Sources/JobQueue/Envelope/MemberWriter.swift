// SPDX-License-Identifier: Apache-2.0

import JSON

/// Writes one JSON object member by member, without building it first.
struct MemberWriter {
    private var writer = JSONWriter()
    private var isFirst = true

    init() {
        writer.bytes.reserveCapacity(1000)
        writer.bytes.append(UInt8(ascii: "{"))
    }

    /// Appends a member; its key must not have been written before.
    mutating func append(_ key: String, _ value: JSONValue) {
        separate()
        writer.append(string: key)
        writer.bytes.append(UInt8(ascii: ":"))
        writer.append(value)
    }

    /// Appends a string.
    mutating func append(_ key: String, _ value: String) {
        separate()
        writer.append(string: key)
        writer.bytes.append(UInt8(ascii: ":"))
        writer.append(string: value)
    }

    /// Appends an object of strings, sorted by key so that equal maps give equal bytes.
    mutating func append(_ key: String, _ strings: [String: String]) {
        separate()
        writer.append(string: key)
        writer.bytes.append(contentsOf: ":{".utf8)
        isFirst = true
        if strings.count > 1 {
            for (name, value) in strings.sorted(by: { $0.key < $1.key }) { append(name, value) }
        } else if let (name, value) = strings.first {
            append(name, value)
        }
        writer.bytes.append(UInt8(ascii: "}"))
        isFirst = false
    }

    private mutating func separate() {
        if !isFirst { writer.bytes.append(UInt8(ascii: ",")) }
        isFirst = false
    }

    /// The object's bytes.
    consuming func finished() -> [UInt8] {
        writer.bytes.append(UInt8(ascii: "}"))
        return writer.bytes
    }
}
