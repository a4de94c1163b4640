// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A listening TCP socket on the loopback interface, at a port that the kernel chose.
struct LoopbackListener: Sendable {
    private let socket: Int32
    let port: UInt16

    struct Failure: Error {
        let code: Int32
    }

    init() throws {
        let socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutableBytes(of: &name) { bytes in
            let pointer = bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self)
            guard bind(socket, pointer, length) == 0, listen(socket, 64) == 0 else { return Int32(-1) }
            return getsockname(socket, pointer, &length)
        }
        guard status == 0 else { throw Failure(code: errno) }
        self.socket = socket
        port = UInt16(bigEndian: name.sin_port)
    }

    /// The next connection; nil when there will be none.
    func accept() -> Int32? {
        while true {
            let connection = Foundation.accept(socket, nil, nil)
            if connection >= 0 { return connection }
            guard errno == EINTR || errno == ECONNABORTED else { return nil }
        }
    }
}
