// SPDX-License-Identifier: Apache-2.0

import Foundation
import JSON
import LLMObservability
import Synchronization
import TestSupport
import Testing

@testable import LLMExperiments

@Suite struct ResumeTests {
    private func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    @Test func aRunGoesOnWhereItWas() async throws {
        let folder = try TemporaryDirectory()
        let path = folder.path + "/state.jsonl"
        let first = try Trial([1, 2, -3, 4])
        await #expect(throws: ExperimentError.self) {
            try await first.run { ($0.statePath, $0.raisesErrors) = (path, true) }
        }
        #expect(first.calls.all == [1, 2, -3])
        let id = try #require(try text(path).firstMatch(of: /"run_id":"([^"]+)"/)).output.1

        let second = try Trial([1, 2, -3, 4])
        let run = try await second.run { $0.statePath = path }
        #expect(second.calls.all == [-3, 4], "failed records are tried again")
        #expect(run.id == id && run.results.map(\.recordID) == ["r0", "r1", "r2", "r3"])
        #expect(run.results[0].output == 2 && run.failedRecords == 1)

        let third = try Trial([1, 2, -3, 4])
        #expect(try await third.run { $0.statePath = path }.results.count == 4)
        #expect(third.calls.all == [-3])
    }

    /// What was finished in spite of a cancellation was paid for.
    @Test func answersOfACancelledRunAreKept() async throws {
        let folder = try TemporaryDirectory()
        let path = folder.path + "/state.jsonl"
        let trial = try Trial([1, 2])
        let (started, starting) = AsyncStream<Void>.makeStream()
        let experiment = try trial.experiment { input in
            guard input == 1, trial.calls.all == [1] else { return }
            starting.yield()
            // Ends with the cancellation.
            for await _ in AsyncStream<Void>.makeStream().stream {}
        }
        let run = Task { [options = trial.options { $0.statePath = path }] in
            try await LLMObs.withClient(nil) { try await experiment.run(options: options) }
        }
        for await _ in started { break }
        run.cancel()
        let error = await #expect(throws: ExperimentError.self) { try await run.value }
        #expect(error?.code == .cancelled)
        let again = try Trial([1, 2])
        #expect(try await again.run { $0.statePath = path }.results.count == 2)
        #expect(again.calls.all == [2])
    }

    /// A process that ends while its answer is judged had paid for it.
    @Test func anAnswerIsKeptBeforeItIsJudged() async throws {
        let folder = try TemporaryDirectory()
        let path = folder.path + "/state.jsonl"
        let killed = folder.path + "/killed.jsonl"
        let trial = try Trial([1])
        let slow = Evaluator("slow") { _ in
            try? FileManager.default.copyItem(atPath: path, toPath: killed)
            return .boolean(true)
        }
        let quick = Evaluator.boolean("quick") { _ in true }
        let experiment = try trial.experiment(evaluators: [quick, slow])
        let options = trial.options { $0.statePath = path }
        _ = try await LLMObs.withClient(nil) { try await experiment.run(options: options) }
        #expect(try text(killed).contains("quick"), "and so is each judgement")
        let run = try await LLMObs.withClient(nil) { [options = trial.options { $0.statePath = killed }] in
            try await experiment.run(options: options)
        }
        #expect(trial.calls.all == [1] && run.results.first?.evaluations.count == 2)
    }

    /// Judgements of two models must not be taken for those of one.
    @Test func anotherVersionOfAnEvaluatorIsAskedAnew() async throws {
        let folder = try TemporaryDirectory()
        let trial = try Trial([1, 2])
        let options = trial.options { $0.statePath = folder.path + "/state.jsonl" }
        func judged(by version: String, _ verdict: Bool) async throws -> [LLMObs.Evaluation.Value?] {
            var judge = Evaluator.boolean("judge") { _ in verdict }
            judge.version = version
            let experiment = try trial.experiment(evaluators: [judge])
            let run = try await LLMObs.withClient(nil) { try await experiment.run(options: options) }
            return run.results.map { $0.evaluations["judge"]?.judgement?.value }
        }
        #expect(try await judged(by: "gpt-4.1", true) == [.boolean(true), .boolean(true)])
        #expect(try await judged(by: "gpt-4.1", false) == [.boolean(true), .boolean(true)], "what was said stays")
        #expect(try await judged(by: "gemini-2.5-pro", false) == [.boolean(false), .boolean(false)])
        #expect(trial.calls.all.sorted() == [1, 2], "the answers stay")
    }

    /// Answers to other prompts, or of other files, are not those of this task.
    @Test func anotherVersionOfTheTaskDoesNotGoOn() async throws {
        let folder = try TemporaryDirectory()
        let trial = try Trial([1, 2])
        let options = trial.options { $0.statePath = folder.path + "/state.jsonl" }
        func run(_ version: String) async throws -> Int {
            var experiment = try trial.experiment()
            experiment.version = version
            return try await LLMObs.withClient(nil) { [experiment] in
                try await experiment.run(options: options).results.count
            }
        }
        #expect(try await run("1") == 2)
        let error = await #expect(throws: ExperimentError.self) { _ = try await run("2") }
        #expect(error?.code == .stateMismatch && error?.message.contains("earlier state of the task") == true)
        #expect(try await run("1") == 2 && trial.calls.all.sorted() == [1, 2])
    }

    @Test func aLineThatWasNotFinishedIsDoneAgain() async throws {
        let folder = try TemporaryDirectory()
        let path = folder.path + "/state.jsonl"
        _ = try await Trial([1, 2, 3]).run { $0.statePath = path }
        let whole = try text(path)
        let last = try #require(whole.ranges(of: "\"answered\"").last)
        try Data(whole[..<last.upperBound].utf8).write(to: URL(filePath: path))
        let trial = try Trial([1, 2, 3])
        let run = try await trial.run { $0.statePath = path }
        #expect(trial.calls.all == [3] && run.results.count == 3)
        let again = try Trial([1, 2, 3])
        _ = try await again.run { $0.statePath = path }
        #expect(again.calls.all.isEmpty, "the torn line does not swallow the next")
    }

    @Test func anotherRunsFileIsLeftAlone() async throws {
        let folder = try TemporaryDirectory()
        let path = folder.path + "/state.jsonl"
        _ = try await Trial([1, 2, 3]).run(sampleSize: 2) { $0.statePath = path }
        let before = try text(path)
        for trial in [try Trial([1, 2, 4]), try Trial([1, 2, 3])] {
            let error = await #expect(throws: ExperimentError.self) { try await trial.run { $0.statePath = path } }
            #expect(error?.code == .stateMismatch && trial.calls.all.isEmpty)
        }
        let other = try Trial([1, 2, 3]).experiment(configuration: ["model": "other"])
        var changed = RunOptions()
        changed.statePath = path
        let options = changed
        await #expect(throws: ExperimentError.self) {
            try await LLMObs.withClient(nil) { try await other.run(sampleSize: 2, options: options) }
        }
        #expect(try text(path) == before)
    }

    @Test func twoRunsDoNotShareAFile() async throws {
        let folder = try TemporaryDirectory()
        let path = folder.path + "/state.jsonl"
        let experiment = try Experiment(name: "outer", dataset: Trial([1]).dataset, evaluators: []) { input in
            let error = await #expect(throws: ExperimentError.self) {
                try await Trial([1, 2]).run { $0.statePath = path }
            }
            #expect(error?.code == .stateInUse)
            return input.value
        }
        var changed = RunOptions()
        changed.statePath = path
        let options = changed
        let run = try await LLMObs.withClient(nil) { try await experiment.run(options: options) }
        #expect(run.failedRecords == 0)
        let lines = try text(path)
        #expect(lines.ranges(of: "\"began\"").count == 1 && lines.ranges(of: "\"answered\"").count == 1)
    }

    /// An evaluator that failed is asked again, and one that was not there is asked.
    @Test func evaluatorsThatOweAnAnswerAreAsked() async throws {
        struct Bug: Error {}
        let folder = try TemporaryDirectory()
        let trial = try Trial([1, 2])
        let asked = Mutex<[String]>([])
        let evaluator = { (name: String, fails: Bool) in
            Evaluator(name) { _ in
                asked.withLock { $0.append(name) }
                if fails { throw Bug() }
                return .score(1)
            }
        }
        let options = trial.options { $0.statePath = folder.path + "/state.jsonl" }
        for evaluators in [
            [evaluator("a", false), evaluator("b", true)], ["a", "b", "c"].map { evaluator($0, false) },
        ] {
            asked.withLock { $0 = [] }
            let experiment = try trial.experiment(evaluators: evaluators)
            let run = try await LLMObs.withClient(nil) { try await experiment.run(options: options) }
            #expect(run.results.allSatisfy { $0.evaluations.count == evaluators.count })
            #expect(run.hasErrors == (evaluators.count == 2))
        }
        #expect(asked.withLock { $0 } == ["b", "c", "b", "c"] && trial.calls.all == [1, 2])
    }

    @Test func whatWasThereIsSetAside() async throws {
        let folder = try TemporaryDirectory()
        let paths = ["a", "b", "absent"].map { "\(folder.path)/\($0).jsonl" }
        for path in paths.dropLast() { _ = try await Trial([1]).run { $0.statePath = path } }
        let before = try text(paths[0])
        try StateFiles.setAside(paths)
        #expect(try text(paths[0] + ".previous") == before)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(Set(names) == ["a.jsonl.previous", "b.jsonl.previous"])

        let trial = try Trial([1])
        _ = try await trial.run { $0.statePath = paths[0] }
        #expect(trial.calls.all == [1])
        let after = try text(paths[0])
        try StateFiles.setAside([paths[0]])
        #expect(try text(paths[0] + ".previous") == after && after != before, "one is kept")

        // A run that came to nothing.
        let header = try #require(after.split(separator: "\n").first)
        try Data("\(header)\n".utf8).write(to: URL(filePath: paths[0]))
        try StateFiles.setAside([paths[0]])
        #expect(try text(paths[0] + ".previous") == after)
        // Not ours: it is not lost.
        try Data("hello".utf8).write(to: URL(filePath: paths[1]))
        try StateFiles.setAside([paths[1]])
        #expect(try text(paths[1] + ".previous") == "hello")
    }

    /// All or none.
    @Test func whatIsBeingWrittenStays() async throws {
        let folder = try TemporaryDirectory()
        let paths = ["a", "b"].map { "\(folder.path)/\($0).jsonl" }
        _ = try await Trial([1]).run { $0.statePath = paths[0] }
        let experiment = try Trial([1]).experiment { _ in
            let error = #expect(throws: ExperimentError.self) { try StateFiles.setAside(paths) }
            #expect(error?.code == .stateInUse)
        }
        let options = try Trial([1]).options { $0.statePath = paths[1] }
        _ = try await LLMObs.withClient(nil) { try await experiment.run(options: options) }
        #expect(Set(try FileManager.default.contentsOfDirectory(atPath: folder.path)) == ["a.jsonl", "b.jsonl"])
    }

    @Test func aNameThatIsTooLongIsSaid() async throws {
        let folder = try TemporaryDirectory()
        let path = folder.path + "/" + String(repeating: "x", count: 300)
        let error = await #expect(throws: ExperimentError.self) { try await Trial([1]).run { $0.statePath = path } }
        #expect(error?.code == .file && error?.message.contains("too long") == true)
    }

    @Test(arguments: [
        "hello", "{}", #"{"kind": "llm-experiment-state"}"#,
        #"{"kind": "llm-experiment-state", "version": 1, "run_id": "x", "started_at_ms": 1}"#,
    ]) func whatIsNoState(
        text: String
    ) async throws {
        let folder = try TemporaryDirectory()
        let path = folder.path + "/state.jsonl"
        try Data(text.utf8).write(to: URL(filePath: path))
        await #expect(throws: ExperimentError.self) { try await Trial([1]).run { $0.statePath = path } }
        #expect(try self.text(path) == text)
        await #expect(throws: ExperimentError.self) { try await Trial([1]).run { $0.statePath = "/nowhere/at/all" } }
    }
}
