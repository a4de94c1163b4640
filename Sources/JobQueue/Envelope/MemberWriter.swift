// SPDX-License-Identifier: Apache-2.0

import JSON

/// Writes one JSON object member by member, without building it first.
struct MemberWriter {
    private var writer = JSONWriter()
    private var isFirst = true

    init() {
        // Most answers fit, and a block of up to 1 kB is quick to get.
        writer.bytes.reserveCapacity(900)
        writer.bytes.append(UInt8(ascii: "{"))
    }

    /// Appends a member; its key must not have been written before.
    mutating func append(_ key: StaticString, _ value: JSONValue) {
        begin(key)
        writer.append(value)
    }

    /// Appends a string.
    mutating func append(_ key: StaticString, _ value: String) {
        begin(key)
        writer.append(string: value)
    }

    /// Appends an object of strings, sorted by key so that equal maps give equal bytes.
    mutating func append(_ key: StaticString, _ strings: [String: String]) {
        append(key) { object in
            if strings.count > 1 {
                for (name, value) in strings.sorted(by: { $0.key < $1.key }) {
                    object.append(named: name, .string(value))
                }
            } else if let (name, value) = strings.first {
                object.append(named: name, .string(value))
            }
        }
    }

    /// Appends an object whose members `body` appends.
    mutating func append(_ key: StaticString, _ body: (inout MemberWriter) -> Void) {
        begin(key)
        writer.bytes.append(UInt8(ascii: "{"))
        isFirst = true
        body(&self)
        writer.bytes.append(UInt8(ascii: "}"))
        isFirst = false
    }

    /// Appends a member whose key comes from elsewhere.
    mutating func append(named key: String, _ value: JSONValue) {
        separate()
        writer.append(string: key)
        writer.bytes.append(UInt8(ascii: ":"))
        writer.append(value)
    }

    private mutating func begin(_ key: StaticString) {
        separate()
        writer.append(key: key)
    }

    private mutating func separate() {
        if !isFirst { writer.bytes.append(UInt8(ascii: ",")) }
        isFirst = false
    }

    /// Ends the object; returns its bytes.
    mutating func finish() -> [UInt8] {
        writer.bytes.append(UInt8(ascii: "}"))
        return writer.bytes
    }
}
