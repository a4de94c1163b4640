// SPDX-License-Identifier: Apache-2.0

import Glibc
import TestSupport

/// A named pipe that stays open for writing until the last reference goes.
final class OpenPipe: Sendable {
    private let descriptor: Int32

    init(path: String) throws {
        // Open on both sides, so that a program which opens it for reading need not wait.
        guard mkfifo(path, 0o600) == 0 else { throw TestSupportError("cannot make a pipe: errno \(errno)") }
        descriptor = open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { throw TestSupportError("cannot open a pipe: errno \(errno)") }
    }

    deinit { close(descriptor) }

    func write(_ text: String) {
        let bytes = Array(text.utf8)
        _ = Glibc.write(descriptor, bytes, bytes.count)
    }
}
