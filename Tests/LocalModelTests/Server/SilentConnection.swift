// SPDX-License-Identifier: Apache-2.0

import Glibc
import TestSupport

/// A connection to a port of this machine on which nothing is ever said.
final class SilentConnection: Sendable {
    private let descriptor: Int32

    init(port: UInt16) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = port.bigEndian
        name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let status = withUnsafeBytes(of: &name) { bytes in
            let pointer = bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self)
            return connect(descriptor, pointer, socklen_t(bytes.count))
        }
        guard status == 0 else { throw TestSupportError("no connection to port \(port): errno \(errno)") }
    }

    deinit { close(descriptor) }

    /// Whether the other side has ended it.
    var isClosed: Bool {
        var byte: UInt8 = 0
        let received = recv(descriptor, &byte, 1, Int32(MSG_DONTWAIT))
        return received == 0 || (received < 0 && errno != EAGAIN)
    }
}
