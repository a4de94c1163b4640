// SPDX-License-Identifier: Apache-2.0

/// How long an exchange may take.
public struct HTTPTimeouts: Sendable, Hashable {
    /// Resolving the name, connecting and the TLS handshake, for each connection that is tried.
    public var connect: Duration
    /// From the start of the transfer to the first byte of a response; nil means only `total` counts.
    public var firstByte: Duration?
    /// The longest silence once the response has begun; nil means only `total` counts.
    public var idle: Duration?
    /// From the call to the last byte, the wait for a free slot included; what is over in that wait is
    /// ``HTTPTransportError/Code/overloaded``.
    public var total: Duration

    /// Creates timeouts; a value of zero or less runs out at once.
    public init(
        connect: Duration = .seconds(10),
        firstByte: Duration? = nil,
        idle: Duration? = nil,
        total: Duration = .seconds(60)
    ) {
        self.connect = connect
        self.firstByte = firstByte
        self.idle = idle
        self.total = total
    }
}
