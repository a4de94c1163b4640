// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A path that leads to one server's socket and later to another's, as a name does whose DNS record changes.
public final class RedisServerName: Sendable {
    /// The path to connect to.
    public var path: String { directory.path + "/redis" }

    private let directory: TemporaryDirectory

    /// Creates a name for `server`.
    public init(_ server: RedisServer) throws {
        directory = try TemporaryDirectory()
        try point(to: server)
    }

    /// Lets the name lead to another server; connections stay where they are.
    public func point(to server: RedisServer) throws {
        let next = path + ".next"
        guard symlink(server.socketPath, next) == 0, rename(next, path) == 0 else {
            throw TestSupportError("cannot link to a socket: errno \(errno)")
        }
    }
}
