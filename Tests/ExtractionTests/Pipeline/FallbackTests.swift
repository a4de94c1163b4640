// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import DatadogTracingTestKit
import Extraction
import ModelClient
import TestSupport
import Testing

@Suite("Asking the next model")
struct FallbackTests {
    private func request(allowsSafetyFallback: Bool = false) -> ExtractionRequest {
        ExtractionRequest(
            files: [Samples.file()],
            fallbackModels: ["gemini-b"],
            allowsSafetyFallback: allowsSafetyFallback
        )
    }

    @Test("The next model answers where the first cannot")
    func used() async throws {
        let fixture = try PipelineFixture(Samples.failure(404), Samples.good)
        let (outcome, spans) = await fixture.run(request())
        let result = try outcome.get()
        #expect(fixture.askedModels == ["gemini-a", "gemini-b"])
        #expect(result.model.requested == "gemini-a")
        #expect(result.model.used == "gemini-b")
        #expect(result.model.fallbackUsed)
        let fallback = try #require(spans.first(named: "extraction.with_fallback"))
        #expect(fallback.tag("extraction.model.primary") == "gemini-a")
        #expect(fallback.tag("extraction.model.fallback") == "gemini-b")
        #expect(fallback.tag("extraction.model.used") == "gemini-b")
        #expect(fallback.tag("extraction.fallback_used") == "true")
        #expect(fallback.tag("extraction.primary.error") == "llm.model_not_found")
        #expect(fallback.tag("extraction.fallback.error") == nil)
        #expect(fallback.tag("extraction.success") == "true")
        #expect(!fallback.isError)
        #expect(spans.all(named: "extraction.with_retry").map(\.isError) == [true, false])
    }

    @Test("Lack of capacity goes to the next model without a wait")
    func early() async throws {
        let fixture = try PipelineFixture(Samples.failure(503), Samples.good)
        _ = try await fixture.run(request()).outcome.get()
        #expect(fixture.askedModels == ["gemini-a", "gemini-b"])
        #expect(fixture.clock.sleeps.isEmpty)
    }

    @Test("A wait beyond patience goes to the next model")
    func beyondPatience() async throws {
        let fixture = try PipelineFixture(Samples.failure(429, headers: [("Retry-After", "60")]), Samples.good)
        _ = try await fixture.run(request()).outcome.get()
        #expect(fixture.askedModels == ["gemini-a", "gemini-b"])
        #expect(fixture.clock.sleeps.isEmpty)
    }

    @Test("When all fail, both errors are on the span and the hopeful one decides")
    func bothFail() async throws {
        let fixture = try PipelineFixture(Samples.failure(503, headers: [("Retry-After", "90")]), Samples.failure(401))
        let (outcome, spans) = await fixture.run(request())
        let error = try #require(outcome.error)
        #expect(error.errorClass == .capacity)
        #expect(error.retryAfter == .seconds(90))
        #expect(error.message.contains("llm.capacity, llm.auth"))
        #expect(error.attempts.map(\.model) == ["gemini-a", "gemini-b"])
        let fallback = try #require(spans.first(named: "extraction.with_fallback"))
        #expect(fallback.isError)
        #expect(fallback.tag("error.type") == "ExtractionFailure")
        #expect(fallback.tag("extraction.primary.error") == "llm.capacity")
        #expect(fallback.tag("extraction.fallback.error") == "llm.auth")
        #expect(fallback.tag("extraction.success") == "false")
        #expect(fallback.tag("extraction.model.used") == nil)
    }

    @Test("A content filter's verdict is asked of another model only if the job allows it", arguments: [false, true])
    func safety(_ isAllowed: Bool) async throws {
        let fixture = try PipelineFixture(Samples.answer("", finishReason: "SAFETY"), Samples.good)
        let (outcome, spans) = await fixture.run(request(allowsSafetyFallback: isAllowed))
        #expect(outcome.error?.errorClass == (isAllowed ? nil : .safetyBlock))
        #expect(fixture.askedModels == (isAllowed ? ["gemini-a", "gemini-b"] : ["gemini-a"]))
        #expect(spans.first(named: "llm.call")?.tag("llm.finish_reason") == "SAFETY")
        guard !isAllowed else { return }
        #expect(outcome.error?.isRetriable == false)
        #expect(spans.first(named: "extraction.with_fallback")?.tag("error.type") == "llm.safety_block")
    }

    @Test("An unknown model is an error before anything is fetched or asked")
    func unknownModel() async throws {
        let fixture = try PipelineFixture(Samples.good)
        let request = ExtractionRequest(files: [Samples.file()], fallbackModels: ["gpt-9"])
        let (outcome, spans) = await fixture.run(request)
        #expect(outcome.error?.errorClass == .modelNotFound)
        #expect(outcome.error?.message.contains("gpt-9") == true)
        #expect(outcome.error?.message.contains("gemini…") == true)
        #expect(spans.map(\.name) == ["vote_extraction.workflow"])
        #expect(fixture.server.requests.isEmpty)
    }
}
