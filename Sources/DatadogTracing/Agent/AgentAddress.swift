// SPDX-License-Identifier: Apache-2.0

/// Where the agent listens.
public enum AgentAddress: Sendable, Hashable, CustomStringConvertible {
    /// `http://host:port` or `https://host:port` with an optional path in front of every endpoint.
    case http(url: String)
    /// HTTP over a Unix socket.
    case unixSocket(path: String)

    /// `http://localhost:8126`.
    public static let standard = AgentAddress.http(url: "http://localhost:8126")

    /// The address as in `DD_TRACE_AGENT_URL`.
    public var description: String {
        switch self {
        case .http(let url): url
        case .unixSocket(let path): "unix://\(path)"
        }
    }

    /// The URL of an endpoint such as `/v0.4/traces`.
    func url(_ endpoint: String) -> String {
        switch self {
        case .http(let url): url + endpoint
        case .unixSocket: "http://localhost" + endpoint
        }
    }

    var socketPath: String? {
        guard case .unixSocket(let path) = self else { return nil }
        return path
    }
}
