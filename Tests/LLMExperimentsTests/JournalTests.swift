// SPDX-License-Identifier: Apache-2.0

import JSON
import LLMObservability
import TestSupport
import Testing

@testable import LLMExperiments

@Suite struct JournalTests {
    private static let spans = ["1", "2"].map { LLMObs.ExportedSpan(spanID: $0, traceID: "t\($0)") }

    /// An answer about a record of this id.
    private static func result(_ id: String, span: LLMObs.ExportedSpan?) throws -> RecordResult {
        var json: JSONObject = [
            "id": .string(id), "index": 0, "input": ["x": 1], "output": "seven", "started_at_ms": 5, "duration_ms": 1.5,
        ]
        json["span"] = span?.json
        return try RecordResult(json: .object(json))
    }

    @Test func eventsAreReadAsTheyWereWritten() throws {
        let judgement = Judgement(
            .score(0.5),
            reasoning: "half",
            assessment: .fail,
            metadata: ["m": 1],
            tags: ["t": "v"]
        )
        let events: [JournalEvent] = [
            .mirrored(PlatformExperiment(id: "e", name: "n")), .evaluators(["a": "", "b": "gpt-4.1"]),
            .answered(try Self.result("r", span: Self.spans[0])),
            .answered(try Self.result("r", span: nil)), .judged("r", evaluator: "e", .judged(judgement)),
            .judged("r", evaluator: "e", .failed(RecordError(type: "T", message: "m"))),
            .judged("r", evaluator: "e", .judged(.notApplicable)), .retold("r", Self.spans[1]),
            .arrived("r", spanID: "1"), .told("r", spanID: "1", evaluators: ["a", "b"]),
        ]
        for event in events { #expect(JournalEvent(line: event.json.serialized()) == event) }
        for line in ["", "{}", #"{"event":"answered"}"#, #"{"event":"arrived","id":"r"}"#, #"{"event":"later"}"#] {
            #expect(JournalEvent(line: Array(line.utf8)) == nil)
        }
    }

    /// A record counts as told once its own, newest span has arrived.
    @Test func whatComesLateIsNotTakenForWhatIsNew() throws {
        let reference = RunReference(
            experiment: "e",
            dataset: "d",
            fingerprint: "f",
            configuration: [:],
            recordIDs: ["r"]
        )
        var history = RunHistory(RunHeader(runID: "x", startedAt: 0, reference: reference))
        history.apply(.answered(try Self.result("r", span: Self.spans[0])))
        history.apply(.judged("r", evaluator: "a", .judged(.boolean(true))))
        history.apply(.retold("r", Self.spans[1]))
        history.apply(.arrived("r", spanID: "1"))
        history.apply(.told("r", spanID: "1", evaluators: ["a"]))
        #expect(history.records["r"]?.hasArrived == false && history.records["r"]?.untold(of: ["a"]) == ["a"])
        history.apply(.arrived("r", spanID: "2"))
        history.apply(.told("r", spanID: "2", evaluators: ["a"]))
        #expect(history.records["r"]?.hasArrived == true && history.records["r"]?.untold(of: ["a"]) == [])
        // What was said before is said again only if it is another thing now.
        history.apply(.judged("r", evaluator: "a", .judged(.boolean(true))))
        #expect(history.records["r"]?.untold(of: ["a"]) == [])
        history.apply(.judged("r", evaluator: "a", .judged(.boolean(false))))
        #expect(history.records["r"]?.untold(of: ["a"]) == ["a"])
        history.apply(.arrived("unknown", spanID: "2"))
        #expect(history.records.count == 1)
    }

    /// Lines lie deeper than what they hold.
    @Test func aDeepAnswerIsKept() async throws {
        let folder = try TemporaryDirectory()
        let trial = try Trial([1])
        let experiment = try Experiment(name: "deep", dataset: trial.dataset, evaluators: []) { _ in
            trial.calls.add(1)
            return (0..<64).reduce(JSONValue.integer(1)) { value, _ in [value] }
        }
        let options = trial.options { $0.statePath = folder.path + "/state.jsonl" }
        for _ in 1...2 { _ = try await LLMObs.withClient(nil) { try await experiment.run(options: options) } }
        #expect(trial.calls.all == [1])
    }
}
