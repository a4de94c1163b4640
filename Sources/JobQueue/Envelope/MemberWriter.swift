// SPDX-License-Identifier: Apache-2.0

import JSON

/// Writes one JSON object member by member, without building it first.
struct MemberWriter {
    private var writer = JSONWriter([UInt8(ascii: "{")])
    private var isFirst = true

    init() { writer.bytes.reserveCapacity(512) }

    /// Appends a member; its key must not have been written before.
    mutating func append(_ key: String, _ value: JSONValue) {
        if !isFirst { writer.bytes.append(UInt8(ascii: ",")) }
        isFirst = false
        writer.append(string: key)
        writer.bytes.append(UInt8(ascii: ":"))
        writer.append(value)
    }

    /// The object's bytes.
    consuming func finished() -> [UInt8] {
        writer.bytes.append(UInt8(ascii: "}"))
        return writer.bytes
    }
}
