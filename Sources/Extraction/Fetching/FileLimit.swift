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

    func take(_ bytes: Int) throws(ExtractionError) {
        let total = taken.withLock { taken in
            taken += bytes
            return taken
        }
        guard total <= maximum else {
            throw ExtractionError(
                .inputTooLarge,
                "the files together have more than \(maximum) bytes; send fewer or smaller files",
                stage: .fetch
            )
        }
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
