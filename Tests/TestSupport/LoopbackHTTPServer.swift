// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization

/// A small HTTP/1.1 server on loopback whose every answer is scripted; it records what it was asked.
///
/// One thread accepts, one thread serves each connection. ``stop()`` (also called on release) closes everything and
/// returns when the threads have let go. The port is the kernel's choice.
public final class LoopbackHTTPServer: Sendable {
    /// Decides the answer to a request; called on the connection's thread.
    public typealias Handler = @Sendable (RecordedHTTPRequest) -> ScriptedHTTPResponse

    /// `http://address:port` for TCP, `http://localhost` for a Unix socket.
    public let url: String
    /// The TCP port; 0 for a Unix socket.
    public let port: UInt16
    /// The path of the Unix socket, if it listens on one.
    public let socketPath: String?

    private let listener: Int32
    private let log = LoopbackRequestLog()

    /// Listens on TCP.
    ///
    /// - Parameter address: An IPv4 address of the loopback network, for example `127.0.0.2`.
    public init(address: String = "127.0.0.1", handler: @escaping Handler) throws {
        (listener, port) = try LoopbackSocket.listen(address: address)
        socketPath = nil
        url = "http://\(address):\(port)"
        start(handler)
    }

    /// A server that listens on a Unix socket, which ``stop()`` removes with the folder that it is in.
    ///
    /// - Parameter path: A path that ends with `/http.sock`; nil for one in a fresh temporary folder.
    public static func onUnixSocket(path: String? = nil, handler: @escaping Handler) throws -> LoopbackHTTPServer {
        let path = try path ?? LoopbackSocket.temporaryPath()
        return LoopbackHTTPServer(listener: try LoopbackSocket.listen(path: path), socketPath: path, handler)
    }

    private init(listener: Int32, socketPath: String, _ handler: @escaping Handler) {
        self.listener = listener
        self.socketPath = socketPath
        port = 0
        url = "http://localhost"
        start(handler)
    }

    deinit {
        stop()
    }

    /// The requests read so far, in order of arrival.
    public var requests: [RecordedHTTPRequest] { log.requests }

    /// How many connections were accepted so far.
    public var acceptedConnections: Int { log.acceptedConnections }

    /// Returns when at least so many requests have arrived.
    public func waitForRequests(_ count: Int) async {
        await log.waitForRequests(count)
    }

    /// Closes the listener and all connections and waits for their threads; later calls do nothing.
    public func stop() {
        guard log.beginStopping() else { return }
        shutdown(listener, Int32(SHUT_RDWR))
        log.waitUntilIdle()
        close(listener)
        if let socketPath { LoopbackSocket.removeTemporary(socketPath) }
    }

    private func start(_ handler: @escaping Handler) {
        let listener = listener
        let log = log
        log.threadStarted()
        LoopbackSocket.startThread {
            defer { log.threadEnded() }
            while true {
                let socket = accept(listener, nil, nil)
                guard socket >= 0 else {
                    if errno == EINTR || errno == ECONNABORTED { continue }
                    return
                }
                guard let number = log.connectionOpened(socket) else {
                    close(socket)
                    return
                }
                Self.serve(LoopbackConnection(socket: socket, number: number), log, handler)
            }
        }
    }

    private static func serve(_ connection: LoopbackConnection, _ log: LoopbackRequestLog, _ handler: @escaping Handler)
    {
        log.threadStarted()
        LoopbackSocket.startThread {
            var connection = connection
            while let request = connection.readRequest() {
                log.record(request)
                guard connection.perform(handler(request).steps) else { break }
            }
            log.connectionClosed(connection.socket)
            log.threadEnded()
        }
    }
}
