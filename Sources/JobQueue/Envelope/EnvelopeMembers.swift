// SPDX-License-Identifier: Apache-2.0

import JSON

/// The members of an envelope that the engine knows. The rest is checked, but not built: every job passes here.
struct EnvelopeMembers {
    enum Name: Int {
        case version, id, type, enqueuedAt, headers, payload, options, user, tags, run
    }

    /// In the order of the names.
    private static let keys: [StaticString] = [
        "version", "id", "type", "enqueued_at", "headers", "payload", "options", "user", "tags", "run",
    ]

    private let values: [JSONValue?]

    init(of bytes: [UInt8]) throws(JSONError) {
        values = try JSONScanner.topLevelValues(of: bytes, keys: Self.keys)
    }

    subscript(_ name: Name) -> EnvelopeMember {
        EnvelopeMember(Self.keys[name.rawValue], value: values[name.rawValue])
    }
}
