// SPDX-License-Identifier: Apache-2.0

import JSON
import JobQueue
import Synchronization
import Testing

/// What a handler is told about the end of its time.
@Suite struct RunDeadlineTests {
    private func told(_ options: JSONObject) async throws -> (left: Duration, isLastRun: Bool) {
        let told = Mutex<(Duration, Bool)?>(nil)
        _ = try await JobTrial.run(["options": .object(options)]) { context in
            told.withLock { $0 = context.deadline.map { ($0 - .now, context.isLastRun) } }
            return .completed(JobResult())
        }
        let answer = told.withLock { $0 }
        return try #require(answer)
    }

    private static func inSeconds(_ seconds: Int) -> JSONValue {
        .integer(Int64(Moment.now.milliseconds + seconds * 1000))
    }

    @Test func theRunsOwnLimitEndsIt() async throws {
        let (left, isLastRun) = try await told(["timeout_ms": 60_000])
        #expect(left <= .seconds(60) && !isLastRun)
        let late = try await told(["timeout_ms": 60_000, "deadline_ms": Self.inSeconds(3600)])
        #expect(late.left <= .seconds(60) && !late.isLastRun)
    }

    @Test func theJobsDeadlineEndsTheLastRun() async throws {
        let (left, isLastRun) = try await told(["timeout_ms": 3_600_000, "deadline_ms": Self.inSeconds(60)])
        #expect(left <= .seconds(60.001) && isLastRun)
    }
}
