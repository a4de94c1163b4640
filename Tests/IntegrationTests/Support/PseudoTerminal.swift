// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization
import TestSupport

/// A terminal without a screen: what a program writes to its path can be read here.
final class PseudoTerminal: Sendable {
    /// Where the program's side is.
    let path: String
    private let descriptor: Int32
    private let bytes = Mutex<[UInt8]>([])

    init() throws {
        var (own, other): (Int32, Int32) = (-1, -1)
        var name = [CChar](repeating: 0, count: 256)
        guard openpty(&own, &other, &name, nil, nil) == 0 else {
            throw TestSupportError("there are no pseudo terminals: errno \(errno)")
        }
        close(other)
        _ = fcntl(own, F_SETFL, O_NONBLOCK)
        descriptor = own
        path = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { close(descriptor) }

    /// All that was written so far; asked often, so that who writes has room.
    var text: String {
        bytes.withLock { bytes in
            var chunk = [UInt8](repeating: 0, count: 4096)
            while case let count = read(descriptor, &chunk, chunk.count), count > 0 { bytes += chunk.prefix(count) }
            return String(decoding: bytes, as: UTF8.self)
        }
    }
}
