// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization

/// A TCP port on loopback between a server and its clients, which breaks as networks do.
public final class ConnectionProxy: Sendable {
    /// The port to connect to.
    public let port: Int

    private struct State {
        var links: [Int: ProxiedLink] = [:]
        var lastNumber = 0
        var isStalled = false
        var loses: [String] = []
        var isStopped = false
    }

    private let listener: Int32
    private let state = Mutex(State())

    /// Listens on a port of the kernel's choice and passes everything on to the Unix socket at `path`.
    public init(toSocketAt path: String) throws {
        let port: UInt16
        (listener, port) = try LoopbackSocket.listen(address: "127.0.0.1")
        self.port = Int(port)
        LoopbackSocket.startThread { [self, listener] in
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0 else { break }
                serve(client, path)
            }
            close(listener)
        }
    }

    /// Ends all connections at once, as a reset does; new ones are accepted.
    public func cut() {
        for link in links { link.cut() }
    }

    /// Passes nothing on until ``resume()``; connections stay open.
    public func stall() { state.withLock { $0.isStalled = true } }

    /// Goes on after ``stall()``, with everything that was held up.
    public func resume() { state.withLock { $0.isStalled = false } }

    /// Tells the server, but not the clients, that nothing more will come.
    public func closeTowardsServer() {
        for link in links { link.closeTowardsServer() }
    }

    /// Tells the clients, but not the server, that nothing more will come.
    public func closeTowardsClients() {
        for link in links { link.closeTowardsClient() }
    }

    /// Lets the server answer the next command with one of these names, and cuts its connection instead of passing the
    /// answer on.
    public func loseReply(toOneOf commands: [String]) { state.withLock { $0.loses = commands } }

    /// Whether a reply that was to be lost is still to come.
    public var awaitsLoss: Bool { state.withLock { !$0.loses.isEmpty } }

    /// Ends the proxy and all connections. It keeps itself alive until then.
    public func stop() {
        state.withLock { $0.isStopped = true }
        shutdown(listener, Int32(SHUT_RDWR))
        cut()
    }

    private var links: [ProxiedLink] { state.withLock { Array($0.links.values) } }

    private func serve(_ client: Int32, _ path: String) {
        guard let link = ProxiedLink(client: client, path: path) else { return }
        let number = state.withLock { state in
            state.lastNumber += 1
            state.links[state.lastNumber] = link
            return state.lastNumber
        }
        LoopbackSocket.startThread { [self] in
            while link.pass(isHeldUp: { state.withLock { $0.isStalled } }, mayPass: mayPass) {}
            state.withLock { $0.links[number] = nil }
            link.close()
        }
    }

    /// False for a request whose reply is to be lost.
    private func mayPass(_ request: [UInt8]) -> Bool {
        state.withLock { state in
            guard !state.loses.isEmpty else { return true }
            let isLost = state.loses.contains { request.firstRange(of: Array("\r\n\($0)\r\n".utf8)) != nil }
            if isLost { state.loses = [] }
            return !isLost
        }
    }
}
