// SPDX-License-Identifier: Apache-2.0

import Foundation
import JSON
import TestSupport
import TestTraits
import Testing

/// Experiments that are told to Datadog as they go.
@Suite(.limitedParallelism) struct MirrorTests {
    /// A folder of sheets, a model and Datadog, all on loopback.
    private struct Laboratory {
        let platform: FakePlatform
        let model: ScriptedModel
        let data: TemporaryDirectory
        let folder: TemporaryDirectory

        /// - Parameter answers: how many calls the model answers; those after hang.
        init(_ names: [String], platform: FakePlatform, answers: Int = .max) async throws {
            let sheet = try await MirrorTests.sheet()
            self.platform = platform
            model = try ScriptedModel(sheet.reports, answers: answers)
            data = try TemporaryDirectory()
            folder = try TemporaryDirectory()
            for name in names {
                try Data(sheet.bytes).write(to: URL(filePath: "\(data.path)/\(name).pdf"))
                try Data(sheet.reports.serialized()).write(to: URL(filePath: "\(data.path)/\(name).expected.json"))
            }
        }

        func stop() {
            platform.stop()
            model.stop()
        }

        func start(_ arguments: [String], dataset: String? = nil, model url: String? = nil) throws -> Program {
            let command = [
                "experiment", "run", "--dataset", dataset ?? data.path, "--model", "local-model", "--jobs", "1",
                "--out", folder.path + "/out", "--local-model-url", url ?? model.url,
            ]
            return try Program(command + arguments, environment: platform.environment, folder: folder)
        }

        func run(_ arguments: [String], dataset: String? = nil, model: String? = nil) async throws -> Finished {
            let program = try start(arguments, dataset: dataset, model: model)
            let code = try await program.exitCode()
            return Finished(exitCode: code, output: program.output, errors: program.errors)
        }
    }

    private static func sheet() async throws -> Sheet { try await Sheet.pdf }

    private func ids(_ values: [JSONValue]) -> Set<String> { Set(values.compactMap { $0["span_id"]?.stringValue }) }

    @Test func aMirrorNeedsNoOtherSetting() async throws {
        let lab = try await Laboratory(["a", "b"], platform: FakePlatform())
        defer { lab.stop() }
        let answer = try await lab.run(["--mirror"])
        #expect(answer.exitCode == 0, "\(answer.errors)")
        #expect(lab.platform.statuses == ["running", "completed"])
        #expect(lab.platform.recordSpans.count == 2)
        #expect(ids(lab.platform.metrics) == ids(lab.platform.recordSpans), "\(lab.platform.metrics.first?.text ?? "")")
    }

    /// What was read before is there although the program had to stop, and Datadog knows that it had to.
    @Test(arguments: [SIGINT, SIGTERM]) func anInterruptedRunSaysSo(signal: Int32) async throws {
        let lab = try await Laboratory(["a", "b", "c"], platform: FakePlatform(), answers: 1)
        defer { lab.stop() }
        let program = try lab.start(["--mirror"])
        try await eventually("the first sheet's span while the second is read", of: program) {
            lab.platform.recordSpans.count == 1 && lab.model.calls == 2 ? () : nil
        }
        #expect(program.isRunning)
        program.send(signal)
        #expect(try await program.exitCode() == 130, "\(program.errors)")
        #expect(program.errors.contains("goes on where it was"), "\(program.errors)")
        #expect(lab.platform.statuses == ["running", "interrupted"])
        #expect(lab.platform.recordSpans.count == 1, "the sheet that was cut short is read again")

        let model = try ScriptedModel(try await Self.sheet().reports)
        defer { model.stop() }
        let answer = try await lab.run(["--mirror"], model: model.url)
        #expect(answer.exitCode == 0, "\(answer.errors)")
        #expect(model.calls == 2)
        // What was on its way at the signal may be said again: whether it had arrived, nobody knows.
        let judgements = Dictionary(grouping: lab.platform.metrics) { $0["span_id"] }
            .mapValues { Set($0.map(\.["label"])) }
        #expect(judgements.count == 3 && Set(judgements.values).count == 1, "the same of each sheet: \(judgements)")
        #expect(lab.platform.statuses.suffix(2) == ["running", "completed"])
        #expect(lab.platform.experiments.count == 1)
        let name = "experiment_name:\(lab.platform.experiments[0])"
        #expect(lab.platform.recordSpans.allSatisfy { $0["tags"]?.arrayValue?.contains(.string(name)) == true })
    }

    @Test func whatWasReadBeforeIsMirroredLater() async throws {
        let lab = try await Laboratory(["a", "b"], platform: FakePlatform())
        defer { lab.stop() }
        #expect(try await lab.run([]).exitCode == 0)
        #expect(lab.platform.experiments.isEmpty && lab.model.calls == 2)
        for _ in 1...2 {
            let answer = try await lab.run(["--mirror"])
            #expect(answer.exitCode == 0, "\(answer.errors)")
            #expect(lab.platform.experiments.count == 1 && lab.model.calls == 2)
            #expect(lab.platform.recordSpans.count == 2 && !lab.platform.metrics.isEmpty)
            #expect(ids(lab.platform.metrics) == ids(lab.platform.recordSpans))
        }
        let labels = Dictionary(grouping: lab.platform.metrics) { $0["label"] }
        #expect(labels.values.allSatisfy { $0.count <= 2 }, "nothing is said twice")
    }

    @Test func whatIsLostIsTold() async throws {
        let lab = try await Laboratory(["a"], platform: FakePlatform(intakeStatus: 403))
        defer { lab.stop() }
        let answer = try await lab.run(["--mirror"])
        #expect(answer.exitCode == 1 && answer.errors.contains("did not get through"), "\(answer.errors)")
        #expect(answer.errors.contains("refused") && answer.errors.contains("the same command"), "\(answer.errors)")
        #expect(FileManager.default.fileExists(atPath: lab.folder.path + "/out/experiment.html"))

        lab.platform.intakeStatus = 202
        let lost = ids(lab.platform.recordSpans)
        let again = try await lab.run(["--mirror"])
        #expect(again.exitCode == 0 && lab.model.calls == 1, "\(again.errors)")
        let healed = ids(lab.platform.recordSpans).subtracting(lost)
        #expect(healed.count == 1 && healed.isSubset(of: ids(lab.platform.metrics)))
    }

    /// Before anything is paid for or told to anyone.
    @Test func aMirrorWithoutAnyWayForSpansIsRefused() async throws {
        let lab = try await Laboratory(["a"], platform: FakePlatform())
        defer { lab.stop() }
        let agent = try LoopbackHTTPServer { _ in ScriptedHTTPResponse(text: #"{"data":{"id":"x"}}"#) }
        defer { agent.stop() }
        let program = try Program(
            [
                "experiment", "run", "--dataset", lab.data.path, "--model", "local-model", "--mirror", "--out",
                lab.folder.path + "/out", "--local-model-url", lab.model.url,
            ],
            environment: ["DD_TRACE_AGENT_URL": agent.url, "DD_LLMOBS_AGENTLESS_ENABLED": "1"],
            folder: lab.folder
        )
        #expect(try await program.exitCode() == 1)
        #expect(program.errors.contains("DD_API_KEY"), "\(program.errors)")
        #expect(lab.model.calls == 0 && !agent.requests.contains { $0.path.contains("llm-obs") })
    }

    @Test func recordsOfOthersStayUnlessToldOtherwise() async throws {
        let lab = try await Laboratory(["a"], platform: FakePlatform(records: ["theirs": ["input": "x"]]))
        defer { lab.stop() }
        let answer = try await lab.run(["--mirror"])
        #expect(answer.exitCode == 0 && answer.errors.contains("--mirror-prune"), "\(answer.errors)")
        #expect(Set(lab.platform.records.keys) == ["theirs", "a"])
        #expect(try await lab.run(["--mirror", "--restart", "--mirror-prune"]).exitCode == 0)
        #expect(Set(lab.platform.records.keys) == ["a"])
    }

    /// What was taken out of a record is taken out at Datadog, once.
    @Test func aDatasetComesToRest() async throws {
        let lab = try await Laboratory(["a"], platform: FakePlatform(records: [:]))
        defer { lab.stop() }
        let path = lab.data.path + "/dataset.json"
        for (extra, pushes) in [(#","expected_output":[{}],"metadata":{"k":1}"#, 1), ("", 2), ("", 2)] {
            let dataset = #"[{"id":"a","input":{"files":["a.pdf"]}\#(extra)}]"#
            try Data(dataset.utf8).write(to: URL(filePath: path))
            let answer = try await lab.run(["--mirror", "--restart"], dataset: path)
            #expect(answer.exitCode == 0 && lab.platform.pushes == pushes, "\(answer.errors)")
        }
        #expect(lab.platform.records["a"]?["expected_output"] == "" && lab.platform.records["a"]?["metadata"] == [:])
    }

    /// Else the program asks at the agent's usual place, and says only that nobody is there.
    @Test func anAgentsAddressThatIsNoneIsSaid() async throws {
        let lab = try await Laboratory(["a"], platform: FakePlatform())
        defer { lab.stop() }
        let program = try Program(
            [
                "experiment", "run", "--dataset", lab.data.path, "--model", "local-model", "--out",
                lab.folder.path + "/out", "--local-model-url", lab.model.url,
            ],
            environment: ["DD_TRACE_AGENT_URL": "htp:/x"],
            folder: lab.folder
        )
        #expect(try await program.exitCode() == 0, "\(program.errors)")
        #expect(program.errors.contains("no effect") && program.errors.contains("DD_TRACE_AGENT_URL"))
    }

    /// Whoever stops a run does not wait for a Datadog that does not answer; what was read is kept all the same.
    @Test func nobodyWaitsForASilentPlatform() async throws {
        let lab = try await Laboratory(["a", "b"], platform: FakePlatform(), answers: 1)
        defer { lab.stop() }
        let program = try lab.start(["--mirror"])
        try await eventually("the second sheet's call", of: program) { lab.model.calls == 2 ? () : nil }
        lab.platform.isSilent = true
        program.send(SIGINT)
        #expect(try await program.exitCode() == 130, "\(program.errors)")
        #expect(lab.platform.farewells == 1, "a second try would come after ten seconds")
        lab.platform.isSilent = false
        let model = try ScriptedModel(try await Self.sheet().reports)
        defer { model.stop() }
        let again = try await lab.run(["--mirror"], model: model.url)
        #expect(again.exitCode == 0 && model.calls == 1, "\(again.errors)")
    }

    /// A span inside a trace may be lost with it, and nobody would know.
    @Test func spansOfAMirroredRunGoByThemselves() async throws {
        let lab = try await Laboratory(["a"], platform: FakePlatform())
        defer { lab.stop() }
        var environment = lab.platform.environment
        environment["DD_TRACE_AGENT_URL"] = lab.platform.url
        environment["DD_LLMOBS_AGENTLESS_ENABLED"] = nil
        environment["DD_LLMOBS_APM_SPANS"] = "1"
        let program = try Program(
            [
                "experiment", "run", "--dataset", lab.data.path, "--model", "local-model", "--mirror", "--out",
                lab.folder.path + "/out", "--local-model-url", lab.model.url,
            ],
            environment: environment,
            folder: lab.folder
        )
        #expect(try await program.exitCode() == 0, "\(program.errors)")
        #expect(program.errors.contains("DD_LLMOBS_APM_SPANS") && lab.platform.recordSpans.count == 1)
        #expect(ids(lab.platform.metrics) == ids(lab.platform.recordSpans))
    }

    /// The command that is named must not begin anew once more.
    @Test func whatIsLostOfANewBeginningIsToldWithoutAnother() async throws {
        let lab = try await Laboratory(["a"], platform: FakePlatform(intakeStatus: 403))
        defer { lab.stop() }
        let answer = try await lab.run(["--mirror", "--restart"])
        #expect(
            answer.exitCode == 1 && answer.errors.contains("the same command without --restart"),
            "\(answer.errors)"
        )
        lab.platform.intakeStatus = 413
        let tooLarge = try await lab.run(["--mirror"])
        #expect(tooLarge.exitCode == 1 && tooLarge.errors.contains("DD_LLMOBS_EVENT_SIZE_BYTES"), "\(tooLarge.errors)")
        #expect(!tooLarge.errors.contains("the same command tells"), "it would be refused again")
    }

    @Test func anOriginThatIsNoneIsSaid() async throws {
        let lab = try await Laboratory(["a"], platform: FakePlatform())
        defer { lab.stop() }
        var environment = lab.platform.environment
        environment["DD_LLMOBS_OVERRIDE_ORIGIN"] = "unix:///nowhere"
        let program = try Program(
            [
                "experiment", "run", "--dataset", lab.data.path, "--model", "local-model", "--mirror", "--out",
                lab.folder.path + "/out", "--local-model-url", lab.model.url,
            ],
            environment: environment,
            folder: lab.folder
        )
        #expect(try await program.exitCode() == 1)
        #expect(program.errors.contains("DD_LLMOBS_OVERRIDE_ORIGIN"), "\(program.errors)")
    }
}
