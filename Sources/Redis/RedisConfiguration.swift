// SPDX-License-Identifier: Apache-2.0

/// How a ``RedisConnection`` reaches its server and what it may hold.
public struct RedisConfiguration: Sendable {
    /// The server's address.
    public var endpoint: RedisEndpoint

    /// The ACL user; nil means the default user.
    public var username: String?

    /// The password; nil means that `AUTH` is not sent, unless a user is named (then an empty one is).
    public var password: String?

    /// The database selected on every connect.
    public var database: Int

    /// The name the server shows for this client; without spaces. Set on every connect.
    public var clientName: String?

    /// How long opening the socket and logging in may take together. Looking up the host's name is not interrupted.
    public var connectTimeout: Duration

    /// How long a command may take from its submission to its reply, waiting for a connection included.
    public var commandTimeout: Duration

    /// How many commands may wait or be in flight before new ones fail with `overloaded`.
    public var maximumPending: Int

    /// How many bytes of commands may wait or be in flight before new ones fail with `overloaded`.
    public var maximumPendingBytes: Int

    /// How many bytes one reply may have; a longer one costs the connection and fails with `protocolViolation`.
    public var maximumReplyBytes: Int

    /// Creates a configuration for the server at `endpoint`, with defaults for the rest.
    public init(endpoint: RedisEndpoint) {
        self.endpoint = endpoint
        database = 0
        connectTimeout = .seconds(5)
        commandTimeout = .seconds(10)
        maximumPending = 65_536
        maximumPendingBytes = 256 << 20
        maximumReplyBytes = 512 << 20
    }
}
