// SPDX-License-Identifier: Apache-2.0

import Foundation
import JSON
import TestSupport
import TestTraits
import Testing

/// Experiments that a model judges, and what a person sees of them meanwhile.
@Suite(.limitedParallelism) struct JudgedExperimentTests {
    private static let answer = #"{"reasoning": "spelled differently", "value": 0.75}"#

    private func sheets(_ names: String...) async throws -> TemporaryDirectory {
        let sheet = try await Sheet.pdf
        let folder = try TemporaryDirectory()
        for name in names {
            try Data(sheet.bytes).write(to: URL(filePath: "\(folder.path)/\(name).pdf"))
            try Data(sheet.reports.serialized()).write(to: URL(filePath: "\(folder.path)/\(name).expected.json"))
        }
        return folder
    }

    private func start(
        _ data: TemporaryDirectory,
        _ model: ScriptedModel,
        _ more: [String],
        errorPath: String? = nil
    ) throws -> Program {
        let command = [
            "experiment", "run", "--dataset", data.path, "--model", "local-model", "--jobs", "1", "--out",
            data.path + "/out", "--json", "--local-model-url", model.url,
        ]
        let environment = ["DD_TRACE_ENABLED": "false"]
        return try Program(command + more, environment: environment, errorPath: errorPath, folder: data)
    }

    private func results(_ program: Program) throws -> [JSONValue] {
        try JSONValue(parsing: program.output)["runs"]?[0]?["run"]?["results"]?.arrayValue ?? []
    }

    @Test func aModelJudgesNames() async throws {
        let data = try await sheets("a", "b")
        let model = try ScriptedModel(try await Sheet.pdf.reports)
        defer { model.stop() }
        let judge = try ScriptedJudge(Self.answer)
        defer { judge.stop() }
        let judged = ["--judge", "openai:judge", "--openai-url", judge.url]
        for _ in 1...2 {
            let program = try start(data, model, judged)
            #expect(try await program.exitCode() == 0, "\(program.errors)")
            let words = try results(program).map { $0["evaluations"]?["names_judge"] }
            #expect(words.count == 2)
            for word in words {
                #expect(word?["value"]?.doubleValue == 0.75 && word?["assessment"] == "fail")
                #expect(word?["reasoning"] == "spelled differently")
            }
            #expect(judge.prompts.count == 2 && model.calls == 2, "what is judged is not judged again")
        }
        let prompt = try #require(judge.prompts.first)
        #expect(
            prompt.contains("OUTPUT: {") && prompt.contains("EXPECTED: [") && prompt.contains("names of candidates")
        )
    }

    /// A run can be judged later, without another reading.
    @Test func aJudgeThatIsNotToBeUnderstoodIsSaid() async throws {
        let data = try await sheets("a")
        let model = try ScriptedModel(try await Sheet.pdf.reports)
        defer { model.stop() }
        let judge = try ScriptedJudge("no JSON")
        defer { judge.stop() }
        let program = try start(data, model, ["--judge", "openai:judge", "--openai-url", judge.url])
        #expect(try await program.exitCode() == 0)
        #expect(program.errors.contains("names_judge could not judge 1 sheets"), "\(program.errors)")
    }

    @Test func aJudgeMayComeLater() async throws {
        let data = try await sheets("a")
        let model = try ScriptedModel(try await Sheet.pdf.reports)
        defer { model.stop() }
        let judge = try ScriptedJudge(Self.answer)
        defer { judge.stop() }
        #expect(try await start(data, model, []).exitCode() == 0)
        let program = try start(data, model, ["--judge", "openai:judge", "--openai-url", judge.url])
        #expect(try await program.exitCode() == 0, "\(program.errors)")
        #expect(try results(program)[0]["evaluations"]?["names_judge"]?["value"]?.doubleValue == 0.75)
        #expect(model.calls == 1 && judge.prompts.count == 1)
    }

    /// The answer was paid for, whatever becomes of its judge.
    @Test(arguments: [SIGINT, SIGKILL]) func anAnswerOutlivesItsJudge(signal: Int32) async throws {
        let data = try await sheets("a")
        let model = try ScriptedModel(try await Sheet.pdf.reports)
        defer { model.stop() }
        let silent = try ScriptedJudge(Self.answer, answers: 0)
        defer { silent.stop() }
        let program = try start(data, model, ["--judge", "openai:judge", "--openai-url", silent.url])
        try await eventually("the judge's call", of: program) { silent.prompts.isEmpty ? nil : () }
        program.send(signal)
        #expect(try await program.exitCode() == (signal == SIGINT ? 130 : 128 + SIGKILL), "\(program.errors)")
        let judge = try ScriptedJudge(Self.answer)
        defer { judge.stop() }
        let again = try start(data, model, ["--judge", "openai:judge", "--openai-url", judge.url])
        #expect(try await again.exitCode() == 0, "\(again.errors)")
        #expect(try results(again)[0]["evaluations"]?["names_judge"]?["value"]?.doubleValue == 0.75)
        #expect(model.calls == 1 && judge.prompts.count == 1)
    }

    @Test func aPersonSeesABar() async throws {
        let data = try await sheets("a", "b")
        let model = try ScriptedModel(try await Sheet.pdf.reports)
        defer { model.stop() }
        let terminal = try PseudoTerminal()
        let program = try start(data, model, [], errorPath: terminal.path)
        let code = try await eventually("its end") {
            _ = terminal.text
            return program.isRunning ? nil : try await program.exitCode()
        }
        let text = terminal.text
        #expect(code == 0, "\(text)")
        let half = String(repeating: "█", count: 15) + String(repeating: "░", count: 15)
        let whole = String(repeating: "█", count: 30)
        let (first, last) = (text.range(of: "\rlocal-model \(half) 1/2"), text.range(of: "\rlocal-model \(whole) 2/2"))
        let end = text.range(of: "\r\u{1B}[K")
        #expect(try #require(first).upperBound <= #require(last).lowerBound, "\(text)")
        #expect(try #require(last).upperBound <= #require(end).lowerBound, "it is gone in the end")
        #expect(text.contains("experiment.html written"), "\(text)")
    }
}
