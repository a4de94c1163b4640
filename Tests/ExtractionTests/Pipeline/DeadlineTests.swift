// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import Extraction
import JSON
import ModelClient
import TestSupport
import Testing

@Suite("Runs that a deadline ends")
struct DeadlineTests {
    /// A pipeline each of whose calls takes so long by its clock, before the model answers.
    private func fixture(
        _ answers: ScriptedHTTPResponse...,
        callTakes duration: Duration = .zero,
        fallback: [String] = []
    ) throws -> PipelineFixture {
        try PipelineFixture(answers, asked: { $0.advance(duration) }, configure: { $0.fallbackModels = fallback })
    }

    @Test("A call ends shortly before the run does, and is told")
    func callEnds() async throws {
        let fixture = try fixture(.hang, callTakes: .seconds(2))
        let error = try #require(await fixture.run(within: .seconds(2)).outcome.error)
        #expect(error.errorClass == .timeout && error.isRetriable)
        #expect(error.attempts.map(\.errorClass) == [.timeout], "it is not asked again when no time is left")
    }

    @Test("What has no time is not asked", arguments: [Duration.zero, .milliseconds(599), .seconds(-5)])
    func notAsked(_ limit: Duration) async throws {
        let fixture = try fixture(Samples.good, fallback: ["gemini-b"])
        let error = try #require(await fixture.run(within: limit).outcome.error)
        #expect(error.errorClass == .jobDeadline && error.usage == .zero)
        #expect(fixture.askedModels.isEmpty)
    }

    @Test("A wait beyond the deadline is not slept; the next model is asked instead", arguments: [true, false])
    func waits(_ hasTime: Bool) async throws {
        let busy = Samples.failure(429, headers: [("Retry-After", "19")])
        let fixture = try fixture(busy, Samples.good, fallback: ["gemini-b"])
        let (outcome, _) = await fixture.run(within: .seconds(hasTime ? 60 : 19))
        #expect(try outcome.get().model.used == (hasTime ? "gemini-a" : "gemini-b"))
        #expect(fixture.clock.sleeps == (hasTime ? [.seconds(19)] : []))
    }

    @Test("Numbers that disagree are a result when there is no time to ask again")
    func reask() async throws {
        let fixture = try fixture(Samples.contradictory, callTakes: .seconds(50))
        let (outcome, _) = await fixture.run(within: .seconds(50))
        let result = try outcome.get()
        #expect(result.status == .needsReview && fixture.askedModels.count == 1)
        #expect(result.attempts.map(\.errorClass) == [.outputDomain, .jobDeadline])
    }

    @Test("Without a limit all the time is there")
    func unlimited() async throws {
        let fixture = try fixture(Samples.failure(500), Samples.good, callTakes: .seconds(100_000))
        #expect(try await fixture.run().outcome.get().attempts.count == 2)
    }
}
