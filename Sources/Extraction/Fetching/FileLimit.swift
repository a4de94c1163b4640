// SPDX-License-Identifier: Apache-2.0

import ModelClient
import Synchronization

/// The bytes a job may still fetch; shared by its files, which arrive side by side.
final class FileLimit: Sendable {
    private let maximum: Int
    private let taken = Mutex(0)

    init(maximum: Int) {
        self.maximum = maximum
    }

    /// Counts bytes if there is room for them.
    func take(_ bytes: Int) throws(ExtractionError) {
        guard hasTaken(bytes) else { throw exceeded }
    }

    /// Counts bytes if there is room for them; whether there was.
    func hasTaken(_ bytes: Int) -> Bool {
        taken.withLock { taken in
            guard bytes <= maximum - taken else { return false }
            taken += bytes
            return true
        }
    }

    /// Counts bytes no more: they were dropped.
    func giveBack(_ bytes: Int) { taken.withLock { $0 -= bytes } }

    /// The complaint about all files together.
    var exceeded: ExtractionError {
        ExtractionError(
            .inputTooLarge,
            "the files together have more than \(maximum) bytes; send fewer or smaller files",
            stage: .fetch
        )
    }

    /// The complaint about a single file; `bytes` is nil when reading stopped at the limit.
    static func error(bytes: Int?, maximum: Int) -> ExtractionError {
        let size = bytes.map { "\($0)" } ?? "more than \(maximum)"
        return ExtractionError(
            .inputTooLarge,
            "the file has \(size) bytes; at most \(maximum) are allowed",
            stage: .fetch
        )
    }
}
