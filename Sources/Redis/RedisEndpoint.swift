// SPDX-License-Identifier: Apache-2.0

/// Where a Redis server listens.
public enum RedisEndpoint: Sendable, Hashable, CustomStringConvertible {
    /// A host name or address and a port.
    case tcp(host: String, port: Int)

    /// The path of a Unix socket.
    case unixSocket(path: String)

    /// The address for logs and errors; holds no credentials.
    public var description: String {
        switch self {
        case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .unixSocket(let path): path
        }
    }
}
