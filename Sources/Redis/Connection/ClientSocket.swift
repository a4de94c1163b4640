// SPDX-License-Identifier: Apache-2.0

import CHiredis
import Glibc

/// A stream socket on its way to a server; closed when dropped.
struct ClientSocket: ~Copyable {
    let descriptor: Int32

    private init(_ descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Begins to connect; the socket turns writable when that has succeeded or failed.
    static func connecting(to address: SocketAddress) throws(LinkFailure) -> ClientSocket {
        let descriptor = chiredis_open_socket(address.family)
        guard descriptor >= 0 else { throw .unreachable(text(of: errno)) }
        let socket = ClientSocket(descriptor)
        let status = address.bytes.withUnsafeBytes { bytes in
            // The bytes are a sockaddr of the address's family; malloc aligns them well enough for it.
            Glibc.connect(descriptor, bytes.assumingMemoryBound(to: sockaddr.self).baseAddress, socklen_t(bytes.count))
        }
        guard status == 0 || errno == EINPROGRESS else { throw .unreachable(text(of: errno)) }
        return socket
    }

    deinit {
        Glibc.close(descriptor)
    }

    /// Throws the reason if connecting has failed; to be asked once the socket is writable.
    borrowing func checkConnected() throws(LinkFailure) {
        var error: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        guard getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &length) == 0 else {
            throw .unreachable(Self.text(of: errno))
        }
        guard error == 0 else { throw .unreachable(Self.text(of: error)) }
    }

    /// Gives the descriptor away; the receiver closes it.
    consuming func release() -> Int32 {
        let descriptor = descriptor
        discard self
        return descriptor
    }

    private static func text(of error: Int32) -> String {
        switch error {
        case ECONNREFUSED: "connection refused"
        case ENOENT: "no such socket"
        case EACCES, EPERM: "permission denied"
        case ETIMEDOUT: "connection timed out"
        case EHOSTUNREACH, ENETUNREACH: "no route to the host"
        default: "system error \(error)"
        }
    }
}
