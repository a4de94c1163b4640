// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Where jobs leave marks for `scripts/bench-peers`, which counts them: as other queues' jobs do there.
struct ProgressFile: Sendable {
    private let descriptor: Int32

    /// The file that `PEER_PROGRESS` names; nil if nothing does.
    static let ofEnvironment: ProgressFile? = {
        guard let path = getenv("PEER_PROGRESS") else { return nil }
        return ProgressFile(descriptor: open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o644))
    }()

    /// Writes a mark, in one go.
    func write(_ mark: String) {
        var mark = mark
        mark.withUTF8 { _ = Glibc.write(descriptor, $0.baseAddress, $0.count) }
    }
}
