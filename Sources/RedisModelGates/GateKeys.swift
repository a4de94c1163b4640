// SPDX-License-Identifier: Apache-2.0

import Redis

/// The keys of one gate, which lie in one slot of a cluster; not that of any queue.
struct GateKeys {
    let name: String

    /// The names of the gates in use; in a slot of its own.
    static let index: RedisArgument = "{model:}gates"

    /// Nil for a name that no provider would take either: names come from jobs, and braces would move the keys.
    init?(_ name: String) {
        guard !name.isEmpty, name.utf8.count <= 300, name.utf8.allSatisfy(Self.isPlain) else { return nil }
        self.name = name
    }

    /// The gate's and the breaker's.
    var both: [RedisArgument] { [.string("{model:\(name)}:gate"), .string("{model:\(name)}:breaker")] }

    private static func isPlain(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte < 0x7f && byte != UInt8(ascii: "{") && byte != UInt8(ascii: "}")
    }
}
