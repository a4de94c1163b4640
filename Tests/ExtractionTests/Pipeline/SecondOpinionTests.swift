// SPDX-License-Identifier: Apache-2.0

import Extraction
import JSON
import ModelClient
import TestSupport
import Testing

@Suite("What a second model reads")
struct SecondOpinionTests {
    private let request = ExtractionRequest(files: [Samples.file()], fallbackModels: ["gemini-b"])

    /// The rows' votes exchanged, in digits and in words: all sums and words still agree.
    private static let exchanged: ScriptedHTTPResponse = {
        var report = Samples.report().objectValue ?? [:]
        let rows = report["vote_results"]?.arrayValue ?? []
        report["vote_results"] = .array(
            [(0, 1), (1, 0)].map { own, other in
                var row = rows[own].objectValue ?? [:]
                row["vote_count"] = rows[other]["vote_count"]
                row["vote_count_text"] = rows[other]["vote_count_text"]
                return .object(row)
            }
        )
        return Samples.answer(JSONValue.array([.object(report)]).text)
    }()

    /// A report that nothing vouches for.
    private static func bare(_ count: Int64) -> ScriptedHTTPResponse {
        let report: JSONValue = [
            "form_info": ["polling_station_number": "2"],
            "vote_results": [["candidate_name": "A", "vote_count": .integer(count)]],
        ]
        return Samples.answer(report.text)
    }

    private func run(
        _ fixture: PipelineFixture,
        _ request: ExtractionRequest? = nil
    ) async throws -> ExtractionResult {
        try await fixture.run(request ?? self.request).outcome.get()
    }

    @Test("Of numbers that go on contradicting each other, those are named that the models read differently")
    func disagreement() async throws {
        let other = Samples.answer(JSONValue.array([Samples.report(goodBallots: 28)]).text)
        let result = try await run(try PipelineFixture(Samples.contradictory, Samples.contradictory, other))
        #expect(result.status == .needsReview)
        let field = "reports[0].ballot_statistics.good_ballots"
        #expect(result.validation.secondOpinion?.disagreements.map(\.field) == [field])
        #expect(result.validation.disagreeingFields.first == field)
        let json = result.json["validation"]?["second_opinion"]
        #expect(json?["model"] == "gemini-b" && json?["agrees"] == false)
        #expect(json?["disagreements"] == [["field": .string(field), "value": 29, "other": 28]])
    }

    @Test("Two models that read the same contradiction agree, and still a person must look")
    func sameContradiction() async throws {
        let result = try await run(try PipelineFixture(Samples.contradictory))
        #expect(result.status == .needsReview)
        #expect(result.validation.secondOpinion?.agrees == true)
    }

    @Test("By default nobody else is asked about numbers that add up")
    func notAsked() async throws {
        let fixture = try PipelineFixture(Samples.good)
        let result = try await run(fixture)
        #expect(fixture.askedModels == ["gemini-a"])
        #expect(result.json["validation"]?["second_opinion"] == nil)
    }

    @Test("Rows whose votes were exchanged add up: only another reading shows it")
    func always() async throws {
        let fixture = try PipelineFixture(Samples.good, Self.exchanged, configure: { $0.secondOpinion = .always })
        let result = try await run(fixture)
        #expect(fixture.askedModels == ["gemini-a", "gemini-b"])
        #expect(result.status == .needsReview)
        #expect(result.validation.failures.isEmpty)
        #expect(
            result.validation.disagreeingFields == [
                "reports[0].vote_results[0].vote_count", "reports[0].vote_results[0].vote_count_text",
                "reports[0].vote_results[1].vote_count", "reports[0].vote_results[1].vote_count_text",
            ]
        )
        #expect(result.usage.total == 240)
    }

    @Test("Two models that agree make a result")
    func agreement() async throws {
        let fixture = try PipelineFixture(Samples.good, configure: { $0.secondOpinion = .always })
        let result = try await run(fixture)
        #expect(result.status == .succeeded)
        #expect(result.model.used == "gemini-a")
        #expect(fixture.questions[0]["contents"] == fixture.questions[1]["contents"])
    }

    @Test("A second model vouches for votes that nothing on the sheet vouches for, if it reads the same")
    func unvouched() async throws {
        let agreeing = try PipelineFixture(Self.bare(7), configure: { $0.secondOpinion = .whenNothingVouches })
        #expect(try await run(agreeing).status == .succeeded)
        let differing = try PipelineFixture(
            Self.bare(7),
            Self.bare(1),
            configure: { $0.secondOpinion = .whenNothingVouches }
        )
        let result = try await run(differing)
        #expect(result.status == .needsReview)
        #expect(result.validation.disagreeingFields == ["reports[0].vote_results[0].vote_count"])
        let vouched = try PipelineFixture(Samples.good, configure: { $0.secondOpinion = .whenNothingVouches })
        #expect(try await run(vouched).status == .succeeded)
        #expect(vouched.askedModels == ["gemini-a"])
    }

    @Test("A second opinion that is wanted and not to be had leaves the result to a person")
    func notToBeHad() async throws {
        let failing = try PipelineFixture(
            Samples.good,
            Samples.failure(401),
            configure: { $0.secondOpinion = .always }
        )
        let result = try await run(failing)
        #expect(result.status == .needsReview)
        #expect(result.json["validation"]?["second_opinion"]?["model"] == "gemini-b")
        #expect(result.reports[0].ballotStatistics.goodBallots == 30)
        let alone = try PipelineFixture(Samples.good, configure: { $0.secondOpinion = .always })
        let lonely = try await run(alone, ExtractionRequest(files: [Samples.file()]))
        #expect(lonely.status == .needsReview)
        #expect(lonely.validation.secondOpinion?.model == nil)
    }

    @Test("Readings are compared by what they mean")
    func comparison() throws {
        let report = try TallyReport(json: Samples.report())
        func fields(_ change: (inout TallyReport) -> Void) -> [String] {
            var other = report
            change(&other)
            return SecondOpinion(model: "b", on: [report], other: [other]).disagreements.map(\.field)
        }
        #expect(fields { _ in } == [])
        #expect(fields { $0.voteResults.reverse() } == [])
        #expect(fields { $0.voteResults[0].voteCountText = "๒๐" } == [])
        #expect(fields { $0.voteResults[0].voteCountText = nil } == [])
        #expect(fields { $0.voteResults[0].candidateName = "SOMCHAI" } == [])
        #expect(fields { $0.formInfo.date = "14 May 2023" } == [])
        #expect(fields { $0.voteResults[1].candidateName = "Prasert" } == ["reports[0].vote_results[1].candidate_name"])
        #expect(fields { $0.voteResults.removeLast() } == ["reports[0].vote_results[1]"])
        #expect(fields { $0.voteResults.append(VoteResult(number: 3)) } == ["reports[0].vote_results"])
        #expect(fields { $0.voterStatistics.votersPresent = nil } == ["reports[0].voter_statistics.voters_present"])
        #expect(SecondOpinion(model: "b", on: [report], other: []).disagreements.map(\.field) == ["reports[0]"])
        #expect(
            SecondOpinion(model: "b", on: [report], other: [report, report]).disagreements.map(\.field)
                == ["reports[1]"]
        )
        #expect(!SecondOpinion(model: "b", on: [], other: []).agrees)
        var twice = report
        twice.voteResults[1] = twice.voteResults[0]
        #expect(!SecondOpinion(model: "b", on: [twice], other: [report]).agrees)
    }
}
