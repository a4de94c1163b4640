// SPDX-License-Identifier: Apache-2.0

import LLMObservability
import Synchronization
import TestSupport
import Testing

@testable import LLMExperiments

/// Mirrored runs of which a part is lost on the way, or that are cut short, and what the next run makes of them.
@Suite struct MirrorLossTests {
    @Test func spansThatAreLostAreToldAgain() async throws {
        try await withMirrorBed { bed in
            bed.intakeStatus.withLock { $0 = 403 }
            let lossy = try await bed.run([1, 2])
            #expect(lossy.lostSpans == 2 && lossy.mirrorFailures == 0 && !lossy.isMirroredWhole)
            bed.intakeStatus.withLock { $0 = 202 }
            let whole = try await bed.run([1, 2])
            #expect(bed.calls.withLock { $0 } == [1, 2], "no record runs again")
            let retold = try bed.recordSpans(retold: true)
            #expect(try retold.count == 2 && bed.judgedSpans().suffix(2) == retold.suffix(2))
            #expect(whole.lostSpans == 0 && whole.isMirroredWhole)
            #expect(whole.results.compactMap { $0.span?.spanID } == retold)
            _ = try await bed.run([1, 2])
            #expect(try bed.recordSpans().count == 4 && bed.judgedSpans().count == 4, "nothing is left to tell")
        }
    }

    /// Nobody knows whether what still waits will arrive.
    @Test func spansThatWaitCountAsLost() async throws {
        try await withMirrorBed { bed in
            bed.intakeStatus.withLock { $0 = 403 }
            let run = try await bed.run([1]) { _ in bed.intakeStatus.withLock { $0 = 503 } }
            #expect(run.lostSpans == 1)
        }
    }

    /// An answer that was paid for is kept, though the platform had no time for what evaluators say of it.
    @Test func whatIsJudgedIsKeptByACancelledRun() async throws {
        try await withMirrorBed { bed in
            bed.swallowsMetrics.withLock { $0 = true }
            let before = bed.server.requests.count
            let run = Task { try await bed.run([1, 2]) }
            // Project, dataset and its records, the experiment and its state, and then the metrics.
            for count in (before + 1)... {
                await bed.server.waitForRequests(count)
                if try !bed.judgedSpans().isEmpty { break }
            }
            run.cancel()
            let error = await #expect(throws: ExperimentError.self) { try await run.value }
            #expect(error?.code == .cancelled)
            #expect(try bed.statuses() == ["running", "interrupted"])

            bed.swallowsMetrics.withLock { $0 = false }
            _ = try await bed.run([1, 2])
            #expect(bed.calls.withLock { $0 } == [1, 2])
            let spans = try bed.recordSpans()
            #expect(try spans.count == 2 && bed.judgedSpans() == [spans[0]] + spans)
        }
    }

    /// It runs again, and a failure that is none would stay beside what comes of it then.
    @Test func aRecordThatWasCutShortIsNoRecord() async throws {
        let (started, starting) = AsyncStream<Void>.makeStream()
        try await withMirrorBed { bed in
            let run = Task {
                try await bed.run([1]) { _ in
                    starting.yield()
                    try await Task.sleep(for: .seconds(3600))
                }
            }
            for await _ in started { break }
            run.cancel()
            await #expect(throws: ExperimentError.self) { try await run.value }
            await bed.client.flush()
            #expect(try bed.recordSpans().isEmpty)
            let again = try await bed.run([1])
            #expect(try bed.recordSpans() == again.results.compactMap { $0.span?.spanID })
        }
    }

    /// Without a key there is no way straight to Datadog, whatever happens until the end of the run.
    @Test func aMirrorWithoutAnyWayIsRefused() async throws {
        let configuration = LLMObsConfiguration.test { $0.exportMode = .agentless }
        try await withMirrorBed(configuration: configuration) { bed in
            let error = await #expect(throws: ExperimentError.self) { try await bed.run([1]) }
            #expect(error?.code == .noPlatform && error?.message.contains("DD_API_KEY") == true)
            #expect(bed.calls.withLock { $0 }.isEmpty)
            #expect(!bed.server.requests.contains { $0.path.hasSuffix("/experiments") })
        }
    }
}
