// SPDX-License-Identifier: Apache-2.0

/// Where a ``Dashboard`` listens, who may use it and what it shows.
public struct DashboardConfiguration: Sendable {
    /// The address to listen on. Anything but loopback needs a ``token``.
    public var host = "127.0.0.1"
    /// 0 lets the kernel choose; the choice is told to `onListening`.
    public var port = 8091
    /// What people log in with and programs send as bearer token; nil lets everybody in who reaches the address.
    public var token: String?
    /// Names by which browsers may ask for the dashboard, beside `localhost` and addresses.
    public var hostNames: [String] = []
    /// Whether browsers reach it over TLS, through a proxy; its cookie is then sent that way only.
    public var isBehindTLS = false
    /// Shows everything and changes nothing.
    public var isReadOnly = false
    /// Whether texts out of documents and whole payloads are shown; else they are masked.
    public var showsContent = false
    /// How often the queue is looked at for rates and live figures.
    public var sampleInterval = Duration.seconds(2)
    /// Pages that are kept up to date at the same time; further ones must be loaded anew.
    public var maximumStreams = 32
    /// In what time what a request brings must be there whole; else its connection ends.
    public var bodyTimeout = Duration.seconds(30)
    /// In what time a request must be answered, and its answer taken; else its connection ends.
    public var responseTimeout = Duration.seconds(120)
    /// Connections at the same time; further ones wait.
    public var maximumConnections = 256

    /// Creates a configuration with the defaults.
    public init() {}

    /// Shorter tokens can be guessed.
    public static let minimumTokenLength = 16
}
