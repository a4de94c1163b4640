// SPDX-License-Identifier: Apache-2.0

import CHiredis
import Glibc

/// Wakes a thread out of `poll`, from any thread.
final class WakeupSignal: Sendable {
    /// Readable once signalled; -1 if the system gave none, which `poll` ignores.
    let descriptor: Int32

    init() {
        descriptor = chiredis_open_event()
    }

    deinit {
        if descriptor >= 0 { Glibc.close(descriptor) }
    }

    func signal() {
        var one: UInt64 = 1
        _ = write(descriptor, &one, 8)
    }

    func clear() {
        var count: UInt64 = 0
        _ = read(descriptor, &count, 8)
    }
}
