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

    // Hours, so that the test may be kept waiting.
    @Test func theRunsOwnLimitEndsIt() async throws {
        let (left, isLastRun) = try await told(["timeout_ms": 3_600_000])
        #expect(left <= .seconds(3600) && !isLastRun)
        let late = try await told(["timeout_ms": 3_600_000, "deadline_ms": Self.inSeconds(80_000)])
        #expect(late.left <= .seconds(3600) && !late.isLastRun)
    }

    @Test func theJobsDeadlineEndsTheLastRun() async throws {
        let (left, isLastRun) = try await told(["timeout_ms": 86_400_000, "deadline_ms": Self.inSeconds(3600)])
        #expect(left <= .seconds(3600.001) && isLastRun)
    }
}
