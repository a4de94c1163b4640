// SPDX-License-Identifier: Apache-2.0

/// How a ``RedisConnection`` reaches its server and what it may hold.
public struct RedisConfiguration: Sendable {
    /// The addresses to try, in turn: of one server, of nodes of one cluster, or of Sentinels (see ``sentinelMaster``).
    ///
    /// The connection leaves a server that turns out not to be, or no longer to be, the one to write to, and follows
    /// the redirections of a cluster. None means `localhost:6379`.
    public var endpoints: [RedisEndpoint]

    /// The name of the master if ``endpoints`` are Sentinels, which are asked for its address on every connect; else nil.
    public var sentinelMaster: String?

    /// The ACL user for Sentinels; the server's own is not used for them.
    public var sentinelUsername: String?

    /// The password for Sentinels.
    public var sentinelPassword: String?

    /// The ACL user; nil means the default user.
    public var username: String?

    /// The password; nil means that `AUTH` is not sent, unless a user is named (then an empty one is).
    public var password: String?

    /// How to speak TLS; nil means not at all. Unix sockets never do.
    public var tls: RedisTLS?

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
        endpoints = [endpoint]
        database = 0
        connectTimeout = .seconds(5)
        commandTimeout = .seconds(10)
        maximumPending = 65_536
        maximumPendingBytes = 256 << 20
        maximumReplyBytes = 512 << 20
    }

    /// The addresses for logs and errors; holds no credentials.
    var address: String { endpoints.map(\.description).joined(separator: ",") }
}
