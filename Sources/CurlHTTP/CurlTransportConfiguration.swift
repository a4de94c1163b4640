// SPDX-License-Identifier: Apache-2.0

/// How a ``CurlTransport`` behaves, for all its requests alike.
public struct CurlTransportConfiguration: Sendable {
    /// Names the transport's thread (cut to 15 bytes) and its log lines.
    public var name: String
    /// Which addresses may be connected to.
    public var addressPolicy: AddressPolicy
    /// Whether `http` URLs and redirects to them are allowed, or only `https`.
    public var allowsPlainHTTP: Bool
    /// A PEM file of trusted authorities in place of the system's.
    public var caFile: String?
    /// How many transfers run at once (at least 1); each costs about 40 KB besides its bodies.
    public var maximumConcurrent: Int
    /// How many transfers may wait for their turn; one more fails with ``HTTPTransportError/Code/overloaded``.
    public var maximumQueued: Int
    /// How many connections one host may have; nil means as many as `maximumConcurrent` needs.
    public var maximumConnectionsPerHost: Int?

    /// Creates a configuration.
    public init(
        name: String = "curl",
        addressPolicy: AddressPolicy = .unrestricted,
        allowsPlainHTTP: Bool = true,
        caFile: String? = nil,
        maximumConcurrent: Int = 256,
        maximumQueued: Int = 1024,
        maximumConnectionsPerHost: Int? = nil
    ) {
        self.name = name
        self.addressPolicy = addressPolicy
        self.allowsPlainHTTP = allowsPlainHTTP
        self.caFile = caFile
        self.maximumConcurrent = maximumConcurrent
        self.maximumQueued = maximumQueued
        self.maximumConnectionsPerHost = maximumConnectionsPerHost
    }
}
