// SPDX-License-Identifier: Apache-2.0

import Foundation
import JSON

/// That a job was put off without a failed run, as the worker's log tells: a result has no trace of it.
struct JobWait {
    let jobID: String
    let errorType: String
    /// Whether the model itself had answered, rather than its closed gate.
    let wasAsked: Bool
    let at: Date

    /// Nil for a line that tells of something else.
    init?(logLine line: Substring) {
        guard line.contains(#""job waits""#), let json = try? JSONValue(parsing: Array(line.utf8)),
            json["message"] == "job waits", let id = json["job.id"]?.stringValue,
            let type = json["error.type"]?.stringValue, let time = JobAnswer.time(json["timestamp"])
        else { return nil }
        jobID = id
        errorType = type
        wasAsked = json["error.message"]?.stringValue?.hasPrefix("not asked") != true
        at = time
    }
}
