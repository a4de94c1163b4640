// SPDX-License-Identifier: Apache-2.0

import DatadogTracingTestKit
import Extraction
import JSON
import ModelClient
import TestSupport
import Testing

@Suite("Answers that are kept")
struct CacheTests {
    private let cache = MemoryCache()

    /// A pipeline with that cache whose model gives these answers.
    private func fixture(
        _ answers: ScriptedHTTPResponse...,
        configure: (inout ExtractionConfiguration) -> Void = { _ in }
    ) throws -> PipelineFixture {
        try PipelineFixture(answers, cache: cache, configure: configure)
    }

    private func request(_ jobID: String?, _ names: String...) -> ExtractionRequest {
        ExtractionRequest(jobID: jobID, files: (names.isEmpty ? ["page.png"] : names).map { Samples.file($0) })
    }

    @Test("The same pages cost nothing the second time, whoever sends them and however they are named")
    func hit() async throws {
        let first = try await fixture(Samples.good).run(request("a"))
        let paid = try first.outcome.get()
        #expect(!paid.isCached && paid.json["cached"] == nil)
        #expect(first.spans.first(named: "vote_extraction.workflow")?.tag("workflow.cached") == "false")
        let again = try fixture(Samples.failure(500))
        let (outcome, spans) = await again.run(request("b", "other.png"))
        let result = try outcome.get()
        #expect(again.askedModels.isEmpty)
        #expect(result.isCached && result.json["cached"] == true && result.cost == 0 && result.usage == .zero)
        #expect(result.attempts.isEmpty && result.json["usage"]?["calls"] == 0)
        #expect(result.reports == paid.reports && result.validation == paid.validation && result.pages == paid.pages)
        #expect(result.model == paid.model && result.inputSHA256 == paid.inputSHA256)
        #expect(spans.first(named: "vote_extraction.workflow")?.tag("workflow.cached") == "true")
        #expect(spans.first(named: "preprocessing") == nil, "nothing is prepared that nobody is shown")
    }

    @Test("Without a cache nothing is kept, and nothing said of it")
    func off() async throws {
        let fixture = try PipelineFixture(Samples.good)
        let (outcome, spans) = await fixture.run(request("a"))
        #expect(try !outcome.get().isCached)
        #expect(spans.first(named: "vote_extraction.workflow")?.tag("workflow.cached") == nil)
    }

    @Test("A doubtful answer is kept for its own job only")
    func needsReview() async throws {
        let first = try fixture(Samples.contradictory)
        #expect(try await first.run(request("a")).outcome.get().status == .needsReview)
        let replay = try fixture(Samples.good)
        let replayed = try await replay.run(request("a")).outcome.get()
        #expect(replayed.isCached && replayed.status == .needsReview && replay.askedModels.isEmpty)
        for other in ["b", nil] {
            let again = try fixture(Samples.contradictory)
            #expect(try await !again.run(request(other)).outcome.get().isCached)
        }
        let mended = try fixture(Samples.good)
        #expect(try await mended.run(request("c")).outcome.get().status == .succeeded)
        let next = try fixture(Samples.failure(500))
        #expect(try await next.run(request("d")).outcome.get().isCached, "an accepted answer takes its place")
    }

    @Test("A failure is not kept")
    func failure() async throws {
        _ = try await fixture(Samples.failure(403)).run(request("a"))
        #expect(cache.count == 0)
    }

    @Test("What is asked in another way is asked")
    func keys() async throws {
        _ = try await fixture(Samples.good).run(request("a"))
        var changed: [ExtractionRequest] = []
        var other = request("a", "page.png", "page.png")
        changed.append(other)
        other = request("a")
        other.model = "gemini-b"
        changed.append(other)
        other = request("a")
        other.fallbackModels = ["gemini-b"]
        changed.append(other)
        other = request("a")
        other.sampling.temperature = 0.5
        changed.append(other)
        other = request("a")
        other.sampling.maximumOutputTokens = 100
        changed.append(other)
        other = request("a")
        other.context = ["candidates": [["number": 1, "name": "Somchai"]]]
        changed.append(other)
        other = request("a")
        other.allowsSafetyFallback = true
        changed.append(other)
        for request in changed {
            let fixture = try fixture(Samples.good)
            #expect(try await !fixture.run(request).outcome.get().isCached)
        }
        let opinions = try fixture(Samples.good) {
            $0.secondOpinion = .always
            $0.fallbackModels = ["gemini-b"]
        }
        #expect(try await !opinions.run(request("a")).outcome.get().isCached)
        #expect(cache.count == changed.count + 2)
    }

    @Test("What was answered to one job's context is not for a job with another, or none")
    func contextIsPartOfTheQuestion() async throws {
        // The first prompt says nothing of it, but what contradicts it is named to the model when it is asked again.
        var first = request("a")
        first.context = ["registered_voters": 60]
        #expect(try await fixture(Samples.good).run(first).outcome.get().status == .succeeded)
        for context: JSONValue? in [["registered_voters": 61], nil] {
            var other = request("b")
            other.context = context
            let fixture = try fixture(Samples.good)
            let result = try await fixture.run(other).outcome.get()
            #expect(!result.isCached && !fixture.askedModels.isEmpty)
            #expect(result.status == (context == nil ? .succeeded : .needsReview))
        }
        var same = request("c")
        same.context = first.context
        #expect(try await fixture(Samples.failure(500)).run(same).outcome.get().isCached)
    }

    @Test("A second opinion is kept with the answer")
    func secondOpinion() async throws {
        func twice(_ answers: ScriptedHTTPResponse...) throws -> PipelineFixture {
            try PipelineFixture(answers, cache: cache) {
                $0.secondOpinion = .always
                $0.fallbackModels = ["gemini-b"]
            }
        }
        let first = try twice(Samples.good)
        let paid = try await first.run(request("a")).outcome.get()
        #expect(first.askedModels == ["gemini-a", "gemini-b"] && paid.validation.secondOpinion?.agrees == true)
        let again = try twice(Samples.failure(500))
        let result = try await again.run(request("b")).outcome.get()
        #expect(result.isCached && result.validation == paid.validation && again.askedModels.isEmpty)
    }

    @Test("A kept answer that lacks the second opinion that it needs is not used")
    func keptWithoutOpinion() async throws {
        func fixture(_ answers: ScriptedHTTPResponse...) throws -> PipelineFixture {
            try PipelineFixture(answers, cache: cache) {
                $0.secondOpinion = .always
                $0.fallbackModels = ["gemini-b"]
            }
        }
        _ = try await fixture(Samples.good, Samples.good).run(request("a")).outcome.get()
        try cache.change { $0["opinion"] = nil }
        let again = try fixture(Samples.good, Samples.good)
        #expect(try await !again.run(request("a")).outcome.get().isCached)
        #expect(again.askedModels == ["gemini-a", "gemini-b"])
    }

    @Test("A second opinion that was not to be had is asked for again")
    func missingOpinion() async throws {
        let fixture = try PipelineFixture([Samples.good, Samples.failure(403)], cache: cache) {
            $0.secondOpinion = .always
            $0.fallbackModels = ["gemini-b"]
        }
        #expect(try await fixture.run(request("a")).outcome.get().status == .needsReview)
        #expect(cache.count == 0)
    }

    @Test(
        "An entry that cannot be read is as none",
        arguments: ["", "{}", "[1]", #"{"pages":1}"#, #"{"pages":1,"answer":{"model":"m"}}"#]
    )
    func spoilt(_ bytes: String) async throws {
        _ = try await fixture(Samples.good).run(request("a"))
        cache.spoil(bytes)
        let again = try fixture(Samples.good)
        #expect(try await !again.run(request("a")).outcome.get().isCached)
        #expect(again.askedModels.count == 1)
    }

    @Test("A very long answer is not kept")
    func tooLong() async throws {
        let long = Samples.answer(JSONValue.array([Samples.report()]).text + String(repeating: " ", count: 300_000))
        #expect(try await fixture(long).run(request("a")).outcome.get().status == .succeeded)
        #expect(cache.count == 0)
    }
}
