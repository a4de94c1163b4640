// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import Synchronization

/// Gathers a file while it comes in. Each piece counts towards what the job may fetch: its files come side by side, and
/// together they must not take more memory than it was given.
final class FileBody: HTTPBodySink {
    private let limit: FileLimit
    private let content = Mutex<[UInt8]>([])

    init(within limit: FileLimit) {
        self.limit = limit
    }

    func receive(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard limit.hasTaken(bytes.count) else { return false }
        content.withLock { $0.append(contentsOf: bytes) }
        return true
    }

    /// Gives what has come in, which goes on counting.
    func finish() -> [UInt8] { content.withLock { exchange(&$0, with: []) } }

    /// Drops what has come in, which counts no more.
    func drop() { limit.giveBack(finish().count) }
}
