// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization

/// One client's connection and its counterpart to the server.
final class ProxiedLink: Sendable {
    private struct State {
        var isOpen = true
        var isCut = false
        var losesReply = false
    }

    private let client: Int32
    private let server: Int32
    private let state = Mutex(State())

    /// Nil, with the client's connection closed, if the server cannot be reached.
    init?(client: Int32, path: String) {
        guard let server = try? LoopbackSocket.connect(path: path) else {
            Glibc.close(client)
            return nil
        }
        self.client = client
        self.server = server
    }

    func cut() {
        whileOpen {
            $0.isCut = true
            shutdown(server, Int32(SHUT_RDWR))
            shutdown(client, Int32(SHUT_RD))
        }
    }

    func closeTowardsServer() { whileOpen { _ in shutdown(server, Int32(SHUT_WR)) } }

    func closeTowardsClient() { whileOpen { _ in shutdown(client, Int32(SHUT_WR)) } }

    func close() {
        state.withLock { state in
            state.isOpen = false
            if state.isCut {
                var linger = linger(l_onoff: 1, l_linger: 0)
                setsockopt(client, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
            }
            Glibc.close(client)
            Glibc.close(server)
        }
    }

    /// Passes on what has come in one direction or the other; false once there is nothing more to pass.
    func pass(isHeldUp: () -> Bool, mayPass: ([UInt8]) -> Bool) -> Bool {
        var polled = [
            pollfd(fd: client, events: Int16(POLLIN), revents: 0),
            pollfd(fd: server, events: Int16(POLLIN), revents: 0),
        ]
        // Held up, it looks again from time to time; nothing depends on how often.
        guard !isHeldUp() else {
            usleep(1000)
            return !state.withLock { $0.isCut }
        }
        guard poll(&polled, 2, 20) > 0, !isHeldUp() else { return true }
        if polled[0].revents != 0 {
            guard let request = receive(from: client) else { return false }
            if !mayPass(request) { state.withLock { $0.losesReply = true } }
            send(request, to: server)
        }
        if polled[1].revents != 0 {
            guard let reply = receive(from: server) else { return false }
            guard !state.withLock({ $0.losesReply }) else {
                cut()
                return false
            }
            send(reply, to: client)
        }
        return true
    }

    private func whileOpen(_ body: (inout State) -> Void) {
        state.withLock { if $0.isOpen { body(&$0) } }
    }

    private func receive(from socket: Int32) -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(socket, &buffer, buffer.count, 0)
        return count > 0 ? Array(buffer[..<count]) : nil
    }

    private func send(_ bytes: [UInt8], to socket: Int32) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}
