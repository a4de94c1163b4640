// SPDX-License-Identifier: Apache-2.0

/// How a connection over TLS is checked. The server's certificate is always checked, and the name in it.
public struct RedisTLS: Sendable, Hashable {
    /// A PEM file of the authorities that may sign the server's certificate; nil means the system's.
    public var authoritiesFile: String?

    /// A PEM file of the client's certificate, for servers that ask for one.
    public var certificateFile: String?

    /// The PEM file of its key.
    public var keyFile: String?

    /// The name that is sent (SNI) and that the certificate must bear; nil means the host's.
    ///
    /// Sentinels and clusters name servers by address: certificates without these need it.
    public var serverName: String?

    /// Creates settings with the defaults.
    public init() {}
}
