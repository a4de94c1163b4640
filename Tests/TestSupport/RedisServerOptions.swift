// SPDX-License-Identifier: Apache-2.0

/// How a ``RedisServer`` is started.
public struct RedisServerOptions: Sendable {
    /// Whether every write goes to an append-only file at once, so that data outlives ``RedisServer/kill()``.
    public var keepsData: Bool

    /// Whether the server also listens on a loopback TCP port, chosen by the kernel.
    public var listensOnTCP: Bool

    /// The password of the default user; nil asks for none.
    public var password: String?

    /// Whether the server is a node of a cluster, whose bus has the port that lies 10,000 above its own.
    public var isClusterNode = false

    /// Lines of a configuration file, for what cannot be an argument; the server may rewrite it.
    public var configuration: [String]

    /// Further server arguments, such as `["--maxmemory", "4mb"]`.
    public var arguments: [String]

    /// Creates options; without arguments a server on a Unix socket that keeps nothing.
    public init(
        keepsData: Bool = false,
        listensOnTCP: Bool = false,
        password: String? = nil,
        configuration: [String] = [],
        arguments: [String] = []
    ) {
        self.keepsData = keepsData
        self.listensOnTCP = listensOnTCP
        self.password = password
        self.configuration = configuration
        self.arguments = arguments
    }
}
