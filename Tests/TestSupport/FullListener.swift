// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A TCP listener that never accepts and whose backlog is full, so that a further connection attempt gets no answer.
public final class FullListener {
    /// Its address, with a slash at the end.
    public let url: String
    private var sockets: [Int32] = []

    /// Listens on a port of the kernel's choice.
    public init() throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        sockets = [listener]
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        var fillers: [Int32] = []
        withUnsafeMutableBytes(of: &name) { bytes in
            let pointer = bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self)
            bind(listener, pointer, length)
            listen(listener, 0)
            getsockname(listener, pointer, &length)
            for _ in 0..<4 {
                let filler = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
                connect(filler, pointer, length)
                fillers.append(filler)
            }
        }
        url = "http://127.0.0.1:\(UInt16(bigEndian: name.sin_port))/"
        sockets += fillers
    }

    deinit {
        for socket in sockets { close(socket) }
    }
}
