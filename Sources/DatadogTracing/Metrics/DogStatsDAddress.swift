// SPDX-License-Identifier: Apache-2.0

/// Where DogStatsD listens.
public enum DogStatsDAddress: Sendable, Hashable, CustomStringConvertible {
    /// Datagrams over the network; of a name with several addresses the first IPv4 address is used.
    case udp(host: String, port: Int)
    /// Datagrams over a Unix socket.
    case unixSocket(path: String)

    /// `udp://localhost:8125`.
    public static let standard = DogStatsDAddress.udp(host: "localhost", port: 8125)

    /// The address as in `DD_DOGSTATSD_URL`.
    public var description: String {
        switch self {
        case .udp(let host, let port): "udp://\(host.contains(":") ? "[\(host)]" : host):\(port)"
        case .unixSocket(let path): "unix://\(path)"
        }
    }

    /// Bytes that one datagram may hold: what fits into a packet of the network, or into the agent's buffer.
    var maximumDatagramBytes: Int {
        switch self {
        case .udp: 1432
        case .unixSocket: Self.agentBufferBytes
        }
    }

    /// What the agent reads of a datagram at most, unless told otherwise.
    static let agentBufferBytes = 8192
}
