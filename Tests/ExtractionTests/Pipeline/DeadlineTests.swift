// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import Extraction
import JSON
import ModelClient
import TestSupport
import Testing

@Suite("Runs that a deadline ends")
struct DeadlineTests {
    private func error(_ fixture: PipelineFixture, by deadline: ContinuousClock.Instant) async -> ExtractionError? {
        await fixture.run(by: deadline).outcome.error
    }

    @Test("A call ends shortly before the run does, and is told")
    func callEnds() async throws {
        let fixture = try PipelineFixture(.hang)
        let error = try #require(await error(fixture, by: .now + .seconds(8)))
        #expect(error.errorClass == .timeout && error.isRetriable)
        #expect(error.attempts.map(\.errorClass) == [.timeout], "it is not asked again when no time is left")
    }

    @Test("What has no time is not asked")
    func notAsked() async throws {
        let fixture = try PipelineFixture(Samples.good) { $0.fallbackModels = ["gemini-b"] }
        let error = try #require(await error(fixture, by: .now))
        #expect(error.errorClass == .jobDeadline && error.usage == .zero)
        #expect(fixture.askedModels.isEmpty)
    }

    @Test("A wait beyond the deadline is not slept; the next model is asked instead")
    func waits() async throws {
        let busy = Samples.failure(429, headers: [("Retry-After", "19")])
        let fixture = try PipelineFixture(busy, Samples.good) { $0.fallbackModels = ["gemini-b"] }
        let (outcome, _) = await fixture.run(by: .now + .seconds(18))
        #expect(try outcome.get().model.used == "gemini-b")
        #expect(fixture.clock.sleeps.isEmpty)
    }

    @Test("Numbers that disagree are a result when there is no time to ask again")
    func reask() async throws {
        let late = ScriptedHTTPResponse.hang
        let fixture = try PipelineFixture(Samples.contradictory, late)
        let (outcome, _) = await fixture.run(by: .now + .seconds(8))
        #expect(try outcome.get().status == .needsReview)
    }
}
