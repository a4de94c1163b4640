// SPDX-License-Identifier: Apache-2.0

/// Where a ``LocalModelServer`` can be reached.
public enum LocalModelEndpoint: Sendable, Hashable {
    case tcp(host: String, port: Int)
    case unixSocket(path: String)

    /// The base URL for clients; `http://localhost` for a Unix socket.
    public var baseURL: String {
        switch self {
        case .tcp(let host, let port): host.contains(":") ? "http://[\(host)]:\(port)" : "http://\(host):\(port)"
        case .unixSocket: "http://localhost"
        }
    }
}
