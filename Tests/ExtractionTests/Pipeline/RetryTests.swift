// SPDX-License-Identifier: Apache-2.0

import DatadogTracingTestKit
import Extraction
import JSON
import ModelClient
import TestSupport
import Testing

@Suite("Asking the same model again")
struct RetryTests {
    @Test("A failure that passes is retried, and its attempt is kept")
    func retryThenSuccess() async throws {
        let fixture = try PipelineFixture(Samples.failure(500), Samples.failure(502), Samples.good)
        let (outcome, spans) = await fixture.run()
        let result = try outcome.get()
        #expect(fixture.clock.sleeps == [.seconds(1), .seconds(2)])
        #expect(result.attempts.map(\.errorClass) == [.server, .server, nil])
        #expect(result.attempts.map(\.number) == [1, 2, 3])
        let attempts = spans.all(named: "extraction.attempt")
        #expect(attempts.map { $0.metric("retry.attempt_number") } == [1, 2, 3])
        #expect(attempts.map { $0.metric("retry.wait_seconds") } == [0, 1, 2])
        #expect(attempts.map { $0.tag("retry.success") } == ["false", "false", "true"])
        #expect(attempts.map { $0.tag("error.type") } == ["llm.server", "llm.server", nil])
        #expect(attempts.map(\.isError) == [true, true, false])
        let retry = try #require(spans.first(named: "extraction.with_retry"))
        #expect(!retry.isError)
        #expect(retry.metric("retry.attempts_used") == 3)
    }

    @Test("When the retries are used up, span and error say so")
    func exhaustion() async throws {
        let fixture = try PipelineFixture(Samples.failure(500))
        let (outcome, spans) = await fixture.run()
        let error = try #require(outcome.error)
        #expect(error.errorClass == .server)
        #expect(error.stage == .model)
        #expect(error.isRetriable)
        #expect(error.attempts.map(\.httpStatus) == [500, 500, 500])
        let retry = try #require(spans.first(named: "extraction.with_retry"))
        #expect(retry.isError)
        #expect(retry.tag("error.type") == "MaxRetriesExceeded")
        #expect(retry.tag("error.final_error") == "llm.server")
        #expect(retry.tag("retry.success") == "false")
        #expect(spans.first(named: "extraction.with_fallback")?.tag("error.type") == "ExtractionFailure")
        #expect(spans.first(named: "vote_extraction.extract")?.tag("extraction.error_code") == "llm.server")
        #expect(spans.first(named: "vote_extraction.extract")?.tag("extraction.success") == "false")
        #expect(spans.first(named: "vote_extraction.workflow")?.tag("error.type") == "llm.server")
        #expect(spans.first(named: "vote_extraction.workflow")?.tag("workflow.success") == "false")
    }

    @Test("Without capacity and another model, the waits double")
    func capacity() async throws {
        let fixture = try PipelineFixture(Samples.failure(503))
        let (outcome, spans) = await fixture.run()
        #expect(outcome.error?.errorClass == .capacity)
        #expect(fixture.clock.sleeps == [.seconds(1), .seconds(2), .seconds(4)])
        #expect(spans.all(named: "extraction.attempt").count == 4)
    }

    @Test("Retry-After is a floor")
    func retryAfter() async throws {
        let fixture = try PipelineFixture(Samples.failure(429, headers: [("Retry-After", "7")]), Samples.good)
        let (outcome, _) = await fixture.run()
        #expect(try outcome.get().attempts.first?.retryAfter == .seconds(7))
        #expect(fixture.clock.sleeps == [.seconds(7)])
    }

    @Test("A wait beyond patience is never slept: the error says when to come back")
    func beyondPatience() async throws {
        let fixture = try PipelineFixture(Samples.failure(429, headers: [("Retry-After", "21")]))
        let (outcome, spans) = await fixture.run()
        let error = try #require(outcome.error)
        #expect(error.errorClass == .rateLimited)
        #expect(error.retryAfter == .seconds(21))
        #expect(!error.policy.burnsAttempt)
        #expect(fixture.clock.sleeps.isEmpty)
        #expect(spans.first(named: "extraction.with_retry")?.tag("error.type") == "llm.rate_limited")
    }

    @Test("A truncated answer is asked for once more with twice the budget")
    func truncated() async throws {
        let fixture = try PipelineFixture(Samples.answer("[", finishReason: "MAX_TOKENS"))
        let (outcome, _) = await fixture.run()
        #expect(outcome.error?.errorClass == .truncated && outcome.error?.answer == "[")
        #expect(outcome.error?.usage.total == 240)
        let budgets = fixture.questions.map { $0["generationConfig"]?["maxOutputTokens"]?.intValue }
        #expect(budgets == [16_384, 32_768])
    }

    @Test(
        "A model that thought its budget away is asked to think less",
        arguments: [nil, ThinkingEffort.high, .minimal]
    )
    func truncatedByThinking(_ effort: ThinkingEffort?) async throws {
        let cut = Samples.answer("[", finishReason: "MAX_TOKENS", thinkingTokens: 900)
        let fixture = try PipelineFixture(cut, Samples.good) { $0.thinking = effort }
        #expect(try await fixture.run().outcome.get().status == .succeeded)
        let levels = fixture.questions.map { $0["generationConfig"]?["thinkingConfig"]?["thinkingLevel"]?.stringValue }
        let told = effort?.rawValue.uppercased()
        #expect(levels == [told, effort == .high ? "LOW" : told])
    }

    @Test("An answer that filled the largest budget is not paid for twice")
    func truncatedAtTheLimit() async throws {
        let fixture = try PipelineFixture(Samples.answer("[", finishReason: "MAX_TOKENS"))
        let request = ExtractionRequest(
            files: [Samples.file()],
            sampling: SamplingParameters(maximumOutputTokens: 65_536)
        )
        #expect(await fixture.run(request).outcome.error?.errorClass == .truncated)
        #expect(fixture.questions.count == 1)
    }

    @Test("A streamed answer that runs in circles is asked for once more with some chance in it")
    func loop() async throws {
        let circles = Samples.streamed(String(repeating: "0", count: 20_000))
        let fixture = try PipelineFixture(circles) { $0.streaming = StreamingTimeouts() }
        let (outcome, _) = await fixture.run()
        #expect(outcome.error?.errorClass == .loop)
        // Told by the length of the text: the count of a stream that was cut off would be too low.
        #expect(outcome.error?.usage.completion == 10_000)
        #expect(fixture.questions.map { $0["generationConfig"]?["temperature"]?.doubleValue } == [0, 0.5])
    }

    @Test("A refused key is not retried")
    func auth() async throws {
        let fixture = try PipelineFixture(Samples.failure(403))
        let (outcome, spans) = await fixture.run()
        #expect(outcome.error?.errorClass == .auth)
        #expect(fixture.askedModels.count == 1)
        let retry = try #require(spans.first(named: "extraction.with_retry"))
        #expect(retry.tag("error.type") == "llm.auth")
        #expect(retry.tag("error.final_error") == nil)
    }

    @Test("A model server that is down is a server failure")
    func down() async throws {
        let fixture = try PipelineFixture(Samples.good)
        fixture.server.stop()
        let (outcome, _) = await fixture.run()
        #expect(outcome.error?.errorClass == .server)
        #expect(outcome.error?.attempts.count == 3)
    }

    @Test("A model server that breaks off is a server failure", arguments: [true, false])
    func breaksOff(_ half: Bool) async throws {
        let answer: ScriptedHTTPResponse = half ? .partial(body: Array("{".utf8), declaredLength: 100) : .close
        let fixture = try PipelineFixture(answer)
        let (outcome, _) = await fixture.run()
        #expect(outcome.error?.errorClass == .server)
    }
}
