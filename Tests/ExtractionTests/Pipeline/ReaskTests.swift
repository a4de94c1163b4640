// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import DatadogTracingTestKit
import Extraction
import JSON
import ModelClient
import TestSupport
import Testing

@Suite("Answers that cannot be used as they are")
struct ReaskTests {
    private let withFallback = ExtractionRequest(files: [Samples.file()], fallbackModels: ["gemini-b"])

    private func lastText(_ question: JSONValue) -> String {
        question["contents"]?[0]?["parts"]?.arrayValue?.last?["text"]?.stringValue ?? ""
    }

    @Test("Broken JSON is asked for once more, with its faults named and without the broken answer")
    func malformed() async throws {
        let fixture = try PipelineFixture(Samples.answer("I see SECRET words"), Samples.good)
        let (outcome, spans) = await fixture.run()
        let result = try outcome.get()
        #expect(result.status == .succeeded)
        #expect(result.attempts.map(\.errorClass) == [.outputMalformed, nil])
        #expect(result.usage.total == 240)
        #expect(spans.all(named: "postprocess_result").map { $0.tag("task.success") } == ["false", "true"])
        #expect(spans.first(named: "postprocess_result")?.tag("error.type") == "output.malformed")
        #expect(spans.all(named: "vote_extraction.extract").count == 2)
        #expect(lastText(fixture.questions[1]).contains("faults"))
        #expect(!fixture.questions[1].text.contains("SECRET"))
        #expect(!spans.contains { span in span.meta.values.contains { $0.contains("SECRET") } })
    }

    @Test("After the re-ask the next model is asked the plain question")
    func malformedTwice() async throws {
        let fixture = try PipelineFixture(Samples.answer("no"), Samples.answer("no"), Samples.good)
        let result = try await fixture.run(withFallback).outcome.get()
        #expect(fixture.askedModels == ["gemini-a", "gemini-a", "gemini-b"])
        #expect(fixture.questions[2]["contents"] == fixture.questions[0]["contents"])
        #expect(result.model.used == "gemini-b")
    }

    @Test("When no answer can be read, the job will not be run again")
    func alwaysMalformed() async throws {
        let fixture = try PipelineFixture(Samples.answer("no"))
        let error = try #require(await fixture.run(withFallback).outcome.error)
        #expect(error.errorClass == .outputMalformed)
        #expect(!error.isRetriable)
        #expect(error.stage == .parse && error.answer == "no")
        #expect(error.prompt?.id == "thai-ss518" && error.prompt?.sha256.count == 64)
        #expect(error.attempts.map(\.errorClass) == [.outputMalformed, .outputMalformed, .outputMalformed])
        #expect(error.usage.total == 360)
    }

    @Test("Pages without a report are a clear reason, not an empty result")
    func noReport() async throws {
        let fixture = try PipelineFixture(Samples.answer("[]"))
        let error = try #require(await fixture.run().outcome.error)
        #expect(error.errorClass == .outputSchema)
        #expect(error.message.hasPrefix("the model found no tally report on the page(s)"))
        #expect(!error.isRetriable)
    }

    @Test("Contradicting numbers are asked about once more, naming the sum")
    func domain() async throws {
        let fixture = try PipelineFixture(Samples.contradictory, Samples.good)
        let (outcome, spans) = await fixture.run()
        let result = try outcome.get()
        #expect(result.status == .succeeded)
        #expect(result.attempts.map(\.errorClass) == [.outputDomain, nil])
        #expect(result.attempts[0].stage == .validate && result.attempts[0].message?.contains("ballot_match") == true)
        #expect(lastText(fixture.questions[1]).contains("ballot_match"))
        let validations = spans.all(named: "validation")
        #expect(validations.map { $0.tag("validation.success") } == ["false", "true"])
        #expect(validations.first?.tag("validation.error")?.contains("ballot_match") == true)
        #expect(validations.first?.isError == false)
    }

    @Test("Numbers that go on contradicting each other are a result that needs review, after a second opinion")
    func needsReview() async throws {
        let fixture = try PipelineFixture(Samples.contradictory)
        let result = try await fixture.run(withFallback).outcome.get()
        #expect(result.status == .needsReview)
        #expect(result.attempts.map(\.errorClass) == [.outputDomain, .outputDomain, .outputDomain])
        #expect(fixture.askedModels == ["gemini-a", "gemini-a", "gemini-b"])
        #expect(result.json["status"] == "needs_review")
        #expect(result.json["validation"]?["passed"] == false)
    }

    @Test("An answer that leaves out what contradicted the rest does not settle it")
    func silenceIsNoCorrection() async throws {
        var report = Samples.report().objectValue ?? [:]
        report["ballot_statistics"] = ["ballots_used": 35]
        let evasive = Samples.answer(JSONValue.array([.object(report)]).text)
        let fixture = try PipelineFixture(Samples.contradictory, evasive, evasive)
        let result = try await fixture.run(withFallback).outcome.get()
        #expect(result.status == .needsReview)
        #expect(fixture.askedModels == ["gemini-a", "gemini-a", "gemini-b"])
        #expect(result.reports[0].ballotStatistics.goodBallots == 29)
    }

    @Test("An answer that leaves out the form in question does not settle it")
    func missingForm() async throws {
        var other = Samples.report(goodBallots: 29).objectValue ?? [:]
        other["form_info"] = ["form_type": "PartyList", "polling_station_number": "2"]
        let both = Samples.answer(JSONValue.array([Samples.report(), .object(other)]).text)
        let fixture = try PipelineFixture(both, Samples.good)
        let result = try await fixture.run().outcome.get()
        #expect(result.status == .needsReview)
        #expect(result.reports.count == 2)
    }

    @Test("A form that was reported twice may come once")
    func repeatedForm() async throws {
        let twice = Samples.answer(JSONValue.array([Samples.report(), Samples.report()]).text)
        let fixture = try PipelineFixture(twice, Samples.good)
        let result = try await fixture.run().outcome.get()
        #expect(result.status == .succeeded)
        #expect(result.reports.count == 1)
    }

    @Test("Where nothing can be compared there is nothing to ask again, and a person must look")
    func nothingToCompare() async throws {
        let report: JSONValue = [
            "form_info": ["polling_station_number": "2"],
            "vote_results": [["candidate_name": "A", "vote_count": 7]],
        ]
        let fixture = try PipelineFixture(Samples.answer(report.text))
        #expect(try await fixture.run(withFallback).outcome.get().status == .needsReview)
        #expect(fixture.askedModels == ["gemini-a"])
    }

    @Test("Contradicting numbers are kept when the second opinion fails")
    func secondOpinionFails() async throws {
        let fixture = try PipelineFixture(
            Samples.contradictory,
            Samples.contradictory,
            Samples.failure(401)
        )
        let result = try await fixture.run(withFallback).outcome.get()
        #expect(result.status == .needsReview)
        #expect(result.model.used == "gemini-a")
    }

    @Test("Without re-asks one answer is all")
    func noReasks() async throws {
        let fixture = try PipelineFixture(Samples.contradictory, configure: { $0.reasks = 0 })
        #expect(try await fixture.run().outcome.get().status == .needsReview)
        #expect(fixture.askedModels.count == 1)
    }

    @Test("A run that is cancelled while asking again has no result")
    func cancelled() async throws {
        let fixture = try PipelineFixture(Samples.contradictory, .hang)
        let run = Task { await fixture.run().outcome }
        await fixture.server.waitForRequests(2)
        run.cancel()
        let error = try #require(await run.value.error)
        #expect(error.errorClass == .workerShutdown)
        #expect(error.policy.requeue == .release)
        #expect(error.attempts.count == 2)
    }
}
