// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization

/// Accepts TCP connections on loopback and treats each as it is told, one after the other, below HTTP.
public final class LoopbackStreamServer: Sendable {
    /// `http://127.0.0.1:port`.
    public let url: String
    private let listener: Int32
    private let accepted = Atomic<Int>(0)
    private let hasEnded = Atomic<Bool>(false)

    /// Reads so many bytes of each connection, or to its end, and closes it at once: the peer sees a reset if it sent more.
    public init(closingAfter bytes: Int) throws {
        let port: UInt16
        (listener, port) = try LoopbackSocket.listen(address: "127.0.0.1")
        url = "http://127.0.0.1:\(port)"
        LoopbackSocket.startThread { [listener] in
            while true {
                let socket = accept(listener, nil, nil)
                guard socket >= 0 else { break }
                self.accepted.wrappingAdd(1, ordering: .relaxed)
                Self.read(bytes, from: socket)
                close(socket)
            }
            self.hasEnded.store(true, ordering: .releasing)
        }
    }

    /// How many connections were accepted so far.
    public var acceptedConnections: Int { accepted.load(ordering: .relaxed) }

    /// Closes the listener. The server keeps itself alive until then.
    public func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        while !hasEnded.load(ordering: .acquiring) { usleep(200) }
        close(listener)
    }

    private static func read(_ bytes: Int, from socket: Int32) {
        var buffer = [UInt8](repeating: 0, count: bytes)
        var total = 0
        while total < bytes {
            let count = recv(socket, &buffer, bytes - total, 0)
            guard count > 0 else { return }
            total += count
        }
    }
}
