// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import JobQueue
import Metrics
import Synchronization

extension DogStatsDClient {
    /// Sends what the worker has counted as `vote_extractor.jobs.*`.
    func observe(_ status: WorkerStatus, queue: String) {
        let last = Mutex(status.counts)
        observe { metrics in
            let counts = status.counts
            let previous = last.withLock { last in
                defer { last = counts }
                return last
            }
            for (name, count) in Self.figures {
                Counter(label: "vote_extractor.jobs.\(name)", dimensions: [("queue", queue)], factory: metrics)
                    .increment(by: counts[keyPath: count] - previous[keyPath: count])
            }
        }
    }

    private static var figures: [(String, KeyPath<WorkerStatus.Counts, Int>)] {
        [
            ("claimed", \.claimed), ("completed", \.completed), ("retried", \.retried), ("buried", \.buried),
            ("released", \.released), ("duplicates", \.duplicates), ("lost", \.lost), ("taken_over", \.takenOver),
        ]
    }
}
