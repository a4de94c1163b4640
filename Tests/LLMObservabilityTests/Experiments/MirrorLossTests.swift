// SPDX-License-Identifier: Apache-2.0

import JSON
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
            #expect(try retold.count == 2 && bed.judgedSpans() == retold, "nothing is said of spans that are lost")
            #expect(whole.lostSpans == 0 && whole.isMirroredWhole)
            #expect(whole.results.compactMap { $0.span?.spanID } == retold)
            _ = try await bed.run([1, 2])
            #expect(try bed.recordSpans().count == 4 && bed.judgedSpans().count == 2, "nothing is left to tell")
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

    /// A span that waits is lost with the process, whatever the platform was told meanwhile.
    @Test func whatOnlyWaitedWhenTheProcessEndedIsToldAgain() async throws {
        try await withMirrorBed { bed in
            _ = try await bed.run([1, 2]) { if $0 == 2 { _ = try bed.keepState(as: "killed") } }
            try await withMirrorBed { next in
                let run = try await next.run([1, 2], state: bed.folder.path + "/killed")
                #expect(next.calls.withLock { $0 } == [2], "the first answer is kept")
                #expect(try next.recordSpans() == run.results.compactMap { $0.span?.spanID })
                #expect(try next.recordSpans(retold: true).count == 1)
                #expect(try Set(next.judgedSpans()) == Set(next.recordSpans()))
            }
        }
    }

    /// Nothing is said twice either of what had arrived.
    @Test func whatHadArrivedWhenTheProcessEndedIsNotToldAgain() async throws {
        try await withMirrorBed { bed in
            _ = try await bed.run([1, 2]) { number in
                guard number == 2 else { return }
                await bed.client.flush(timeout: .seconds(60))
                _ = try bed.keepState(as: "killed")
            }
            try await withMirrorBed { next in
                _ = try await next.run([1, 2], state: bed.folder.path + "/killed")
                #expect(try next.calls.withLock { $0 } == [2] && next.recordSpans().count == 1)
            }
        }
    }

    /// What was finished is kept and told later, though the platform had no time for what evaluators say of it.
    @Test func whatIsJudgedIsKeptByACancelledRun() async throws {
        try await withMirrorBed { bed in
            bed.swallowsMetrics.withLock { $0 = true }
            let run = Task { try await bed.run([1, 2]) }
            for count in 1... {
                await bed.server.waitForRequests(count)
                if try !bed.judgedSpans().isEmpty { break }
            }
            run.cancel()
            let cut = try await run.value
            #expect(cut.results.count == 2 && !cut.isMirroredWhole)
            #expect(try bed.statuses() == ["running", "interrupted"])

            bed.swallowsMetrics.withLock { $0 = false }
            _ = try await bed.run([1, 2])
            #expect(bed.calls.withLock { $0 } == [1, 2])
            let spans = try bed.recordSpans()
            #expect(try spans.count == 2 && bed.judgedSpans() == [spans[0]] + spans)
        }
    }

    /// The answer was paid for: only the judge is asked again.
    @Test func anAnswerOutlivesTheCancellationOfItsJudge() async throws {
        let (asked, asking) = AsyncStream<Void>.makeStream()
        let isPatient = Mutex(false)
        let judge = Evaluator("judge") { _ in
            asking.yield()
            if !isPatient.withLock({ $0 }) { try await Task.sleep(for: .seconds(3600)) }
            return .score(1)
        }
        let quick = Evaluator.boolean("quick") { _ in true }
        try await withMirrorBed { bed in
            let run = Task { try await bed.run([1], evaluators: [quick, judge]) }
            for await _ in asked { break }
            run.cancel()
            await #expect(throws: ExperimentError.self) { try await run.value }
            isPatient.withLock { $0 = true }
            let again = try await bed.run([1], evaluators: [quick, judge])
            #expect(bed.calls.withLock { $0 } == [1])
            #expect(again.results.first?.evaluations.count == 2 && !again.hasErrors)
            #expect(try bed.recordSpans() == again.results.compactMap { $0.span?.spanID }, "it is told once")
            #expect(try Set(bed.judgedSpans()) == Set(bed.recordSpans()))
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

    /// What sampling takes away is no accident that another run could mend.
    @Test func samplingIsSaid() async throws {
        try await withMirrorBed(configuration: .test { $0.sampleRate = 0 }) { bed in
            let error = await #expect(throws: ExperimentError.self) { try await bed.run([1]) }
            #expect(error?.message.contains("DD_LLMOBS_SAMPLE_RATE") == true && bed.calls.withLock { $0 }.isEmpty)
        }
        let rules = [LLMObsSamplingRule(sampleRate: 0)]
        for change: @Sendable (inout LLMObsConfiguration) -> Void in [
            { $0.sampleRate = 0.5 }, { $0.samplingRules = rules },
        ] {
            let log = RecordedLog()
            try await withMirrorBed(configuration: .test(change), logger: log.logger) { bed in
                _ = try await bed.run([1])
                #expect(log.lines.contains { $0.message.contains("DD_LLMOBS_SAMPLING_RULES") })
            }
        }
    }

    /// Its results cannot go where nobody is; nothing is paid for in vain.
    @Test func anExperimentThatIsGoneIsSaid() async throws {
        try await withMirrorBed { bed in
            _ = try await bed.run([1])
            bed.experimentStatus.withLock { $0 = 404 }
            let error = await #expect(throws: ExperimentError.self) { try await bed.run([1]) }
            #expect(error?.code == .experimentGone && bed.calls.withLock { $0 } == [1])
            try StateFiles.setAside([bed.statePath])
            #expect(try await bed.run([1]).mirrorFailures > 0, "a new one costs the run nothing")
        }
    }
}
