// SPDX-License-Identifier: Apache-2.0

import JSON

extension JobQueueInspector {
    /// Jobs that are put off, by their ids: no index leads to them, so they are looked for in slices, the earliest first.
    ///
    /// - Parameters:
    ///   - limit: Among how many.
    ///   - onProgress: Told how many were looked at.
    public func delayedJobs(
        ids: Set<String>,
        among limit: Int = .max,
        onProgress: (Int) -> Void = { _ in }
    ) async throws(JobQueueError) -> [String: DelayedJob] {
        var found: [String: DelayedJob] = [:]
        var offset = 0
        while offset < limit, found.count < ids.count {
            // Few, since each may be as large as jobs may be. Those that leave meanwhile are missing in their slice.
            let wanted = min(50, limit - offset)
            let jobs = try await delayedJobs(offset: offset, limit: wanted)
            if jobs.isEmpty { break }
            for job in jobs {
                guard let id = (try? JSONValue(parsing: job.bytes))?["id"]?.stringValue else { continue }
                if ids.contains(id), found[id] == nil { found[id] = job }
            }
            offset += wanted
            onProgress(offset)
        }
        return found
    }
}
