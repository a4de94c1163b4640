// SPDX-License-Identifier: Apache-2.0

import Logging

extension Logger {
    /// Tells of a job that becomes a dead letter by the engine's decision: no more attempts, no more time, or too many
    /// workers lost with it.
    func givenUp(_ letter: DeadLetter) {
        error(
            "job given up",
            metadata: [
                "job.id": "\(letter.jobID ?? "")", "dead_letter.id": "\(letter.id)",
                "dead_letter.reason": "\(letter.reason.rawValue)", "error.type": "\(letter.failure.errorType)",
            ]
        )
    }
}
