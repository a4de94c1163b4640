// SPDX-License-Identifier: Apache-2.0

import JSON

/// What a worker that was lost had told of a run at its last heartbeat, see ``WorkerStatus``.
struct LastWords {
    /// The step that the run was in; nil if it was not told of.
    var stage: String?
    /// How long the worker had had the job by then, in milliseconds.
    var sinceClaim: Int?
    /// The worker's resident memory then, in bytes.
    var residentBytes: Int?

    /// Reads what may be of another version, or anything at all.
    init(of orphan: Orphan) {
        guard let status = try? JSONValue(parsing: orphan.lastWords) else { return }
        residentBytes = status["rss_bytes"]?.intValue
        let run = status["running"]?.arrayValue?.first { $0["delivery"]?.intValue == Int(orphan.lostDelivery) }
        stage = run?["stage"]?.stringValue?.truncated(toUTF8Bytes: 64)
        sinceClaim = run?["for_ms"]?.intValue
    }
}
