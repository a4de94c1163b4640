// SPDX-License-Identifier: Apache-2.0

import JobQueue
import RedisJobQueue
import TestSupport

/// The jobs of a run, and their producer, which does what producers are told: it sends again what was not acknowledged.
struct ChaosJobs {
    let count: Int
    let longestRun: Int

    private static let batch = 500
    private static let mostAhead = 2000

    static func id(_ number: Int) -> String { "job-\(number)" }

    private func envelope(_ number: Int) -> [UInt8] {
        let sleep = longestRun == 0 ? 0 : number &* 7919 % (longestRun + 1)
        let text = #"{"id":"\#(Self.id(number))","payload":{"number":\#(number),"sleep_ms":\#(sleep)}}"#
        return Array(text.utf8)
    }

    /// Pushes all jobs while others run; returns how many pushes had to be repeated.
    func produce(to queue: RedisJobQueue) async throws -> Int {
        var repeated = 0
        for first in stride(from: 0, to: count, by: Self.batch) {
            let envelopes = (first..<min(first + Self.batch, count)).map(envelope)
            while true {
                do {
                    try await queue.enqueue(envelopes)
                    break
                } catch {
                    try Task.checkCancellation()
                    repeated += 1
                    try await Task.sleep(for: .milliseconds(50))
                }
            }
            try await waitUntilWorkedOff(first, queue)
        }
        return repeated
    }

    /// Redis shall not hold the whole run at once.
    private func waitUntilWorkedOff(_ produced: Int, _ queue: RedisJobQueue) async throws {
        while produced - ((try? await queue.resultCount()) ?? 0) > Self.mostAhead {
            try await Task.sleep(for: .milliseconds(100))
        }
    }
}
