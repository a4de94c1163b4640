// SPDX-License-Identifier: Apache-2.0

import JSON
import LLMObservability
import Synchronization
import Testing

@testable import LLMExperiments

@Suite struct RunTests {
    @Test func resultsAreInTheOrderOfTheDataset() async throws {
        let run = try await Trial(Array(0..<20)).run(jobs: 7)
        #expect(run.results.map(\.recordID) == (0..<20).map { "r\($0)" })
        #expect(run.results.map(\.output) == (0..<20).map { .integer(2 * $0) })
        #expect(run.successRate == 1 && !run.hasErrors)
        #expect(run.summaries.map(\.estimate?.mean) == [1])
    }

    @Test func errorsArePartOfTheResult() async throws {
        let run = try await Trial([1, -1, 3, -2]).run(jobs: 2)
        #expect(run.failedRecords == 2 && run.successRate == 0.5 && run.hasErrors)
        #expect(run.results[1].error?.type == "LLMExperimentsTests.Trial.Negative" && run.results[1].output == nil)
        #expect(run.results[1].evaluations["exact"]?.judgement?.value == .boolean(false), "failed ones are judged, too")
    }

    @Test func theFirstErrorEndsTheRunIfWanted() async throws {
        let trial = try Trial([1, -1, 3, 4, 5])
        let error = await #expect(throws: ExperimentError.self) { try await trial.run { $0.raisesErrors = true } }
        #expect(error?.code == .recordFailed && error?.message.contains("r1") == true)
        #expect(trial.calls.all == [1, -1])
    }

    @Test func tooManyErrorsEndTheRun() async throws {
        let trial = try Trial([-1, 1, -2, 2, -3, 3])
        let error = await #expect(throws: ExperimentError.self) { try await trial.run { $0.maximumErrorShare = 0.34 } }
        #expect(error?.code == .tooManyErrors)
        #expect(trial.calls.all == [-1, 1, -2, 2, -3], "two of six are fewer than 34 %, three are more")
        #expect(try await Trial([-1, 1]).run { $0.maximumErrorShare = 0.5 }.failedRecords == 1)
    }

    @Test func noMoreThanSoManyAtOnce() async throws {
        let running = Mutex((now: 0, most: 0))
        let trial = try Trial(Array(0..<30))
        let experiment = try Experiment(name: "busy", dataset: trial.dataset, evaluators: []) { input in
            running.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
            for _ in 0..<20 { await Task.yield() }
            running.withLock { $0.now -= 1 }
            return input.value
        }
        _ = try await experiment.run(jobs: 3)
        #expect(running.withLock { $0.most } <= 3)
    }

    @Test(.timeLimit(.minutes(1))) func moreJobsThanRecordsAreNone() async throws {
        #expect(try await Trial([1, 2]).run(jobs: .max).results.count == 2)
    }

    @Test func progressCountsUp() async throws {
        let seen = Mutex<[RunProgress]>([])
        _ = try await Trial([1, -1, 2]).run(jobs: 2) { options in
            options.onProgress = { progress in seen.withLock { $0.append(progress) } }
        }
        let all = seen.withLock { $0 }
        #expect(all.map(\.done) == [1, 2, 3] && all.last == RunProgress(done: 3, total: 3, failed: 1))
    }

    @Test func evaluatorsMayFailOrHaveNothingToSay() async throws {
        struct Bug: Error {}
        let experiment = try Trial([1, 2]).experiment(
            evaluators: [
                Evaluator("broken") { _ in throw Bug() }, .score("infinite") { _ in .infinity },
                .score("odd only") { $0.input.intValue.flatMap { $0 % 2 == 1 ? 5 : nil } },
                Evaluator("rich") { _ in
                    Judgement(
                        .json(["a": 1]),
                        reasoning: "why",
                        assessment: .pass,
                        metadata: ["m": 1],
                        tags: ["t": "v"]
                    )
                },
            ],
            summaryEvaluators: [SummaryEvaluator("count") { .score(Double($0.count)) }]
        )
        let run = try await LLMObs.withClient(nil) { try await experiment.run() }
        #expect(run.failedRecords == 0 && run.hasErrors)
        #expect(run.summaries.map(\.failed) == [2, 2, 0, 0] && run.summaries.map(\.judged) == [0, 0, 1, 2])
        #expect(run.summaryEvaluations["count"]?.judgement?.value == .score(2))
        #expect(try ExperimentRun(json: JSONValue(parsing: run.json.serialized())) == run)
    }

    @Test(arguments: ["", "a.b", "exact"]) func namesOfEvaluators(name: String) throws {
        let dataset = try Trial([1]).dataset
        #expect(throws: ExperimentError.self) {
            try Experiment(
                name: "x",
                dataset: dataset,
                evaluators: [.boolean("exact") { _ in true }, .boolean(name) { _ in true }]
            ) { $0.value }
        }
    }

    @Test func nonsenseIsRefused() async throws {
        let trial = try Trial([1])
        await #expect(throws: ExperimentError.self) { try await trial.run(jobs: 0) }
        await #expect(throws: ExperimentError.self) { try await trial.run(sampleSize: 0) }
        await #expect(throws: ExperimentError.self) { try await trial.run { $0.maximumErrorShare = 2 } }
        await #expect(throws: ExperimentError.self) { try await Trial([]).run() }
        #expect(throws: ExperimentError.self) { try ExperimentRun(json: ["version": 99]) }
        #expect(throws: ExperimentError.self) { try ExperimentRun(json: [:]) }
    }

    @Test func aCancelledRunSaysSo() async throws {
        let (started, starting) = AsyncStream<Void>.makeStream()
        let dataset = try Trial([1, 2, 3]).dataset
        let experiment = try Experiment(name: "slow", dataset: dataset, evaluators: []) { input in
            starting.yield()
            try await Task.sleep(for: .seconds(3600))
            return input.value
        }
        let run = Task { try await experiment.run() }
        for await _ in started { break }
        run.cancel()
        let error = await #expect(throws: ExperimentError.self) { try await run.value }
        #expect(error?.code == .cancelled)
    }
}
