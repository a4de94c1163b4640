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
        self.faults = faults
    }
}
