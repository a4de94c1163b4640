// SPDX-License-Identifier: Apache-2.0

/// How a ``LocalModelServer`` listens, reads and misbehaves.
public struct LocalModelConfiguration: Sendable {
    /// Address to bind; loopback by default, as the server asks for no key.
    public var host: String
    /// 0 lets the kernel choose; the choice is told to `onListening`.
    public var port: Int
    /// Listens on this Unix socket as well.
    public var unixSocketPath: String?
    /// Tesseract's names; those that are not installed are reported at start and left out.
    public var languages: [String]
    /// Pages read at the same time; each costs one thread and about 100 MB.
    public var concurrency: Int
    /// Pages that may wait; more are answered with 503.
    public var maximumWaiting: Int
    /// Largest request body in bytes.
    public var maximumBodyBytes: Int
    /// Time for one request, waiting included; then 504.
    public var requestTimeout: Duration
    /// Connections that are served at the same time, at each address; more wait until one ends.
    public var maximumConnections: Int
    /// Time after which a connection ends on which nothing is asked, or whose request does not go on.
    public var idleTimeout: Duration
    public var faults: FaultPlan

    public init(
        host: String = "127.0.0.1",
        port: Int = 0,
        unixSocketPath: String? = nil,
        languages: [String] = ["tha", "eng"],
        concurrency: Int = 2,
        maximumWaiting: Int = 64,
        maximumBodyBytes: Int = 64 << 20,
        requestTimeout: Duration = .seconds(120),
        maximumConnections: Int = 256,
        idleTimeout: Duration = .seconds(30),
        faults: FaultPlan = .none
    ) {
        self.host = host
        self.port = port
        self.unixSocketPath = unixSocketPath
        self.languages = languages
        self.concurrency = concurrency
        self.maximumWaiting = maximumWaiting
        self.maximumBodyBytes = maximumBodyBytes
        self.requestTimeout = requestTimeout
        self.maximumConnections = maximumConnections
        self.idleTimeout = idleTimeout
        self.faults = faults
    }
}
