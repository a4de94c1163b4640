// SPDX-License-Identifier: Apache-2.0

import JSON
import RedisJobQueue

/// Waits for the results of certain jobs and takes only these off the results list.
struct ResultWaiter {
    let queue: RedisJobQueue

    /// Waits until each of the jobs has its result, or until `timeout`.
    ///
    /// - Parameter onResult: Told of each as it is taken off, so that none is lost with those that do not come.
    /// - Returns: The results in the order in which they came.
    func wait(
        for ids: [String],
        timeout: Duration,
        onProgress: (Int) -> Void = { _ in },
        onResult: (JSONValue) throws -> Void = { _ in }
    ) async throws -> [JSONValue] {
        var waiting = Set(ids)
        var results: [JSONValue] = []
        let end = ContinuousClock.now + timeout
        onProgress(0)
        while !waiting.isEmpty, ContinuousClock.now < end {
            for id in try await queue.finished(among: Array(waiting)) {
                waiting.remove(id)
                guard let bytes = try await queue.takeResult(jobID: id) else {
                    throw CommandError("job \(id) is done, but another consumer took its result")
                }
                results.append(try JSONValue(parsing: bytes))
                try onResult(results[results.count - 1])
                onProgress(results.count)
            }
            if !waiting.isEmpty { try await Task.sleep(for: .milliseconds(100)) }
        }
        guard waiting.isEmpty else {
            let missing = waiting.sorted().joined(separator: ", ")
            throw CommandError("no result within \(timeout) for \(missing); the jobs go on, see `results`")
        }
        return results
    }
}
