// SPDX-License-Identifier: Apache-2.0

/// An error reply of a Redis server or of a script.
public struct RedisServerError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The word an error reply begins with, which names its kind.
    public struct Prefix: RawRepresentable, ExpressibleByStringLiteral, Sendable, Hashable, CustomStringConvertible {
        /// The word, in capital letters.
        public let rawValue: String

        /// Creates a prefix from its word.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// Creates a prefix from its word.
        public init(stringLiteral value: String) { rawValue = value }

        /// The word.
        public var description: String { rawValue }
    }

    /// The kind of error; `ERR` when the server names none.
    public let prefix: Prefix

    /// The text after the prefix.
    ///
    /// The arguments that Redis repeats when it does not know a command are cut off.
    public let message: String

    /// Creates an error from its parts.
    public init(prefix: Prefix, message: String) {
        self.prefix = prefix
        self.message = message
    }

    /// Whether the same command may succeed later with nothing changed: the server is loading, busy, full, or not the one
    /// to ask just now.
    public var isRetriable: Bool { Self.passing.contains(prefix) }

    /// Prefix and text.
    public var description: String { "\(prefix) \(message)" }

    private static let passing: Set<Prefix> = [
        .loading, .readOnly, .busy, .outOfMemory, .misconfigured, .masterDown, .clusterDown, .tryAgain, .noReplicas,
        .unblocked, .moved, .ask,
    ]
}

extension RedisServerError.Prefix {
    /// No particular kind.
    public static let generic: Self = "ERR"
    /// The key holds another type.
    public static let wrongType: Self = "WRONGTYPE"
    /// The script is not in the server's cache.
    public static let noScript: Self = "NOSCRIPT"
    /// The server is reading its data after a start.
    public static let loading: Self = "LOADING"
    /// The server is a replica, as after a failover.
    public static let readOnly: Self = "READONLY"
    /// A script has run for too long.
    public static let busy: Self = "BUSY"
    /// The memory limit is reached.
    public static let outOfMemory: Self = "OOM"
    /// The server refuses writes since it cannot save its data.
    public static let misconfigured: Self = "MISCONF"
    /// The server asks for a password.
    public static let noAuth: Self = "NOAUTH"
    /// User or password are wrong.
    public static let wrongPassword: Self = "WRONGPASS"
    /// The user may not do this.
    public static let noPermission: Self = "NOPERM"
    /// The key lives on another node of a cluster.
    public static let moved: Self = "MOVED"
    /// The key is being moved to another node of a cluster.
    public static let ask: Self = "ASK"
    /// The cluster does not cover all slots.
    public static let clusterDown: Self = "CLUSTERDOWN"
    /// A slot is on its way to another node.
    public static let tryAgain: Self = "TRYAGAIN"
    /// A replica has no link to its master.
    public static let masterDown: Self = "MASTERDOWN"
    /// Too few replicas take part.
    public static let noReplicas: Self = "NOREPLICAS"
    /// A blocking command was ended from outside.
    public static let unblocked: Self = "UNBLOCKED"
}
