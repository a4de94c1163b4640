// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// A Lua script, kept with the digest by which the server calls it.
///
/// Keep scripts in constants: the digest is learnt once per value and shared by its copies and all connections.
public struct RedisScript: Sendable {
    /// The Lua source.
    public let source: String

    private let storage = Storage()

    /// Creates a script from its Lua source.
    public init(_ source: String) {
        self.source = source
    }

    // The digest follows from the source alone, so it stays right across connections and servers.
    var digest: String? {
        get { storage.digest.withLock { $0 } }
        nonmutating set { storage.digest.withLock { $0 = newValue } }
    }

    private final class Storage: Sendable {
        let digest = Mutex<String?>(nil)
    }
}
