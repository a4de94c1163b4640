// SPDX-License-Identifier: Apache-2.0

import Foundation
import JSON
import TestSupport
import TestTraits
import Testing

/// Experiments as people run them: the program, a dataset in a folder, a model behind HTTP.
@Suite(.limitedParallelism) struct ExperimentTests {
    private func start(_ command: [String], in folder: TemporaryDirectory) throws -> Program {
        try Program(command, environment: ["DD_TRACE_ENABLED": "false"], folder: folder)
    }

    private func run(_ command: [String], in folder: TemporaryDirectory) async throws -> Finished {
        let program = try start(command, in: folder)
        let code = try await program.exitCode()
        return Finished(exitCode: code, output: program.output, errors: program.errors)
    }

    private func write(_ bytes: some Sequence<UInt8>, to path: String) throws {
        try Data(bytes).write(to: URL(filePath: path))
    }

    /// A folder of sheets; the names' files all hold the same sheet.
    private func sheets(_ names: String..., of sheet: Sheet) throws -> TemporaryDirectory {
        let folder = try TemporaryDirectory()
        for name in names {
            try write(sheet.bytes, to: "\(folder.path)/\(name).pdf")
            try write(sheet.reports.serialized(), to: "\(folder.path)/\(name).expected.json")
        }
        return folder
    }

    private func withLocalModel(
        _ folder: TemporaryDirectory,
        _ body: (String) async throws -> Void
    ) async throws {
        let urlFile = folder.path + "/model.url"
        let command = ["local-model", "--port", "0", "--url-file", urlFile, "--language", "eng"]
        let model = try start(command, in: folder)
        let url = try await eventually("the local model's URL", of: model) {
            try? String(contentsOfFile: urlFile, encoding: .utf8)
        }
        try await body(url)
        #expect(try await model.stop() == 0)
    }

    @Test func aRealModelReadsAFolder() async throws {
        let sheet = try await Sheet.pdf
        let data = try sheets("first", "second", of: sheet)
        let picture = try await Sheet.png
        try write(picture.bytes, to: data.path + "/third.png")
        try write(picture.reports.serialized(), to: data.path + "/third.expected.json")
        let folder = try TemporaryDirectory()
        try await withLocalModel(folder) { url in
            let models = ["--model", "local-model,max-long-side=3072", "--model", "local-model,max-long-side=256"]
            let out = ["--out", folder.path + "/out", "--local-model-url", url]
            let command = ["experiment", "run", "--dataset", data.path, "--jobs", "2"] + models + out
            let answer = try await run(command, in: folder)
            #expect(answer.exitCode == 0, "\(answer.errors)")
            #expect(answer.text.contains("exact_match") && answer.text.contains("Votes by row"))
            #expect(!answer.errors.contains("█"), "no bar where nobody watches")
            try expectFigures(folder.path + "/out/experiment.json")
            let html = try String(contentsOfFile: folder.path + "/out/experiment.html", encoding: .utf8)
            #expect(html.components(separatedBy: "data:image/jpeg;base64,").count == 4)
            #expect(html.contains("</html>") && !html.contains("<script"))
            try await expectComparison(folder)
        }
    }

    /// The sheets are clean, the picture scaled down to 256 pixels cannot be read by anyone.
    private func expectFigures(_ path: String) throws {
        let json = try JSONValue(parsing: Array(try Data(contentsOf: URL(filePath: path))))
        #expect(json["kind"] == "vote-extractor-experiment" && json["version"] == 1)
        let first = try #require(json["runs"]?[0])
        let summary = first["run"]?["summary"]
        #expect(
            summary?["records"] == 3 && summary?["evaluators"]?["exact_match"]?["estimate"]?["mean"]?.doubleValue == 1
        )
        #expect(first["fields"]?["votes"]?["right"] == first["fields"]?["votes"]?["total"])
        let second = json["runs"]?[1]?["run"]?["results"]?.arrayValue ?? []
        let third = try #require(second.first { $0["id"] == "third" })
        #expect(third["evaluations"]?["exact_match"]?["value"] == false)
        #expect(third["evaluations"]?["no_silent_error"]?["value"] == true)
        let comparison = json["comparisons"]?[0]?["comparison"]
        #expect(comparison?["regressed"] == ["third"] && comparison?["same"] == 2)
    }

    private func expectComparison(_ folder: TemporaryDirectory) async throws {
        let file = folder.path + "/out/experiment.json"
        let command = ["experiment", "compare", file, file, "--json", "--out", folder.path + "/again"]
        let answer = try await run(command, in: folder)
        #expect(answer.exitCode == 0, "\(answer.errors)")
        let json = try JSONValue(parsing: answer.output)
        #expect(json["runs"]?.arrayValue?.count == 4 && json["comparisons"]?.arrayValue?.count == 3)
        #expect(json["comparisons"]?[1]?["comparison"]?["same"] == 3, "the first run against itself")
    }

    @Test func aKilledRunGoesOn() async throws {
        let sheet = try await Sheet.pdf
        let data = try sheets("a", "b", "c", of: sheet)
        let folder = try TemporaryDirectory()
        let command = [
            "experiment", "run", "--dataset", data.path, "--model", "local-model", "--jobs", "1", "--out",
            folder.path, "--json", "--local-model-url",
        ]
        let stuck = try ScriptedModel(sheet.reports, answers: 1)
        defer { stuck.stop() }
        let killed = try start(command + [stuck.url], in: folder)
        let state = folder.path + "/local-model.state.jsonl"
        try await eventually("a result in the state file", of: killed) {
            let text = try? String(contentsOfFile: state, encoding: .utf8)
            return text?.contains("\"answered\"") == true && stuck.calls == 2 ? () : nil
        }
        await killed.kill()
        let id = try String(contentsOfFile: state, encoding: .utf8).firstMatch(of: /"run_id":"([^"]+)"/)?.output.1

        let model = try ScriptedModel(sheet.reports)
        defer { model.stop() }
        let answer = try await run(command + [model.url], in: folder)
        #expect(answer.exitCode == 0, "\(answer.errors)")
        #expect(model.calls == 2, "the first sheet is not read again")
        let results = try JSONValue(parsing: answer.output)["runs"]?[0]?["run"]
        #expect(results?["id"]?.stringValue == id.map(String.init) && results?["results"]?.arrayValue?.count == 3)
        #expect(try await run(command + ["http://127.0.0.1:1", "--restart"], in: folder).exitCode == 0)
        let failed = try JSONValue(
            parsing: Array(try Data(contentsOf: URL(filePath: folder.path + "/experiment.json")))
        )
        #expect(failed["runs"]?[0]?["run"]?["summary"]?["failed"] == 3, "what fails is part of the result")
    }

    /// One row is missing, and the name of the one after it is misread: one count is missing, none invented.
    @Test func rowsAreKnownByTheirNames() async throws {
        let sheet = try await Sheet.pdf
        let data = try sheets("sheet", of: sheet)
        let rows: JSONValue = [
            ["candidate_name": "CHRIS PETERSON", "vote_count": 27],
            ["candidate_name": "GREG DUERDEN", "vote_count": 4],
            ["candidate_name": "SPENCER J. COX", "vote_count": 236],
        ]
        let misread: JSONValue = [
            ["candidate_name": "GREG DUERDEN", "vote_count": 4],
            ["candidate_name": "SPENCER 1. CQX", "vote_count": 236],
        ]
        try write(JSONValue.array([["vote_results": rows]]).serialized(), to: data.path + "/sheet.expected.json")
        let model = try ScriptedModel([["vote_results": misread]])
        defer { model.stop() }
        let answer = try await run(
            [
                "experiment", "run", "--dataset", data.path, "--model", "local-model", "--out", data.path + "/out",
                "--json", "--local-model-url", model.url,
            ],
            in: data
        )
        let votes = try JSONValue(parsing: answer.output)["runs"]?[0]?["fields"]?["votes"]
        #expect(votes == ["total": 3, "right": 2, "wrong": 0, "missing": 1, "invented": 0], "\(answer.errors)")
    }

    /// One of three votes, one of two counts of ballots and the province are misread, on each sheet of the sample.
    @Test func theFourEvaluatorsOfTheGuide() async throws {
        let data = try sheets("a", "b", "c", of: try await Sheet.pdf)
        func report(province: String, used: Int, votes: [Int]) -> JSONValue {
            [
                "form_info": ["province": .string(province)],
                "ballot_statistics": ["ballots_used": .integer(Int64(used)), "bad_ballots": 2],
                "vote_results": .array(
                    votes.enumerated().map { ["number": .integer(Int64($0 + 1)), "vote_count": .integer(Int64($1))] }
                ),
            ]
        }
        let right = JSONValue.array([report(province: "Utah", used: 60, votes: [10, 20, 28])])
        for name in ["a", "b", "c"] { try write(right.serialized(), to: "\(data.path)/\(name).expected.json") }
        let model = try ScriptedModel([report(province: "Ohio", used: 61, votes: [10, 20, 29])])
        defer { model.stop() }
        let answer = try await run(
            [
                "experiment", "run", "--dataset", data.path, "--model", "local-model", "--sample", "2", "--out",
                data.path + "/out", "--json", "--local-model-url", model.url,
            ],
            in: data
        )
        let results = try JSONValue(parsing: answer.output)["runs"]?[0]?["run"]?["results"]?.arrayValue ?? []
        #expect(results.count == 2, "\(answer.errors)")
        for evaluations in results.map({ $0["evaluations"] }) {
            #expect(evaluations?["exact_form_match"]?["value"] == false)
            #expect(evaluations?["ballot_accuracy_score"]?["value"]?.doubleValue == 0.5)
            #expect(evaluations?["vote_results_quality"]?["value"] == "fair")
            #expect(evaluations?["has_no_errors"]?["value"] == true)
        }
        let html = try String(contentsOfFile: data.path + "/out/experiment.html", encoding: .utf8)
        #expect(html.components(separatedBy: "What differs: 3 of 6 fields").count == 3)
        #expect(html.components(separatedBy: "data:image/jpeg;base64,").count == 3, "beside the pages")
    }

    @Test func textsOfSheetsDoNotBecomeMarkup() async throws {
        let sheet = try await Sheet.pdf
        let attack = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>&amp;</table>"
        let folder = try TemporaryDirectory()
        try write(sheet.bytes, to: folder.path + "/sheet.pdf")
        var report = sheet.reports[0]?.objectValue ?? [:]
        report["vote_results"] = [["candidate_name": .string(attack), "party_name": .string(attack), "vote_count": 1]]
        let dataset: JSONValue = [
            "name": .string(attack),
            "records": [
                [
                    "id": .string(attack), "input": ["files": ["sheet.pdf"], "profile": "printed-precinct"],
                    "expected_output": [.object(report)],
                ]
            ],
        ]
        try write(dataset.serialized(), to: folder.path + "/dataset.json")
        let model = try ScriptedModel([.object(report)])
        defer { model.stop() }
        let answer = try await run(
            [
                "experiment", "run", "--dataset", folder.path + "/dataset.json", "--model", "local-model", "--out",
                folder.path, "--local-model-url", model.url,
            ],
            in: folder
        )
        #expect(answer.exitCode == 0, "\(answer.errors)")
        let html = try String(contentsOfFile: folder.path + "/experiment.html", encoding: .utf8)
        #expect(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&gt;&lt;img"))
        #expect(!html.contains("<script") && !html.contains("<img src=x") && html.contains("default-src 'none'"))
    }

    @Test(arguments: [
        ["run", "--dataset", "x"], ["run", "--dataset", "x", "--model", "m,nonsense=1"],
        ["run", "--dataset", "x", "--model", "m", "--model", "m"],
        ["run", "--dataset", "x", "--model", "m", "--jobs", "0"],
        ["run", "--dataset", "x", "--model", "m", "--jobs", "9223372036854775807"], ["compare"],
    ])
    func wrongUseExitsWithTwo(arguments: [String]) async throws {
        let folder = try TemporaryDirectory()
        let answer = try await run(["experiment"] + arguments, in: folder)
        #expect(answer.exitCode == 2 && answer.output.isEmpty, "\(answer.errors)")
    }

    /// Before the first model has read all sheets, and Datadog was told.
    @Test(arguments: [["--model", "gpt-nobody"], ["--judge", "gpt-nobody"]]) func aModelThatNobodyAnswersFor(
        more: [String]
    ) async throws {
        let sheet = try await Sheet.pdf
        let data = try sheets("a", of: sheet)
        let model = try ScriptedModel(sheet.reports)
        defer { model.stop() }
        let command = [
            "experiment", "run", "--dataset", data.path, "--model", "local-model", "--out", data.path + "/out",
            "--local-model-url", model.url,
        ]
        let answer = try await run(command + more, in: data)
        #expect(answer.exitCode == 2 && model.calls == 0)
        #expect(answer.errors.contains("gpt-nobody") && answer.errors.contains("OPENAI_API_KEY"), "\(answer.errors)")
    }

    /// Figures of other pages, or by other rules, must not pass for those of these.
    @Test func whatChangedBehindItsNameIsNotGoneOnWith() async throws {
        let sheet = try await Sheet.pdf
        let data = try sheets("a", of: sheet)
        let folder = try TemporaryDirectory()
        let model = try ScriptedModel(sheet.reports)
        defer { model.stop() }
        let rules = folder.path + "/rules.json"
        let shown = try await run(["profiles", "show", "thai-ss518"], in: folder)
        let profile = String(decoding: shown.output, as: UTF8.self).replacing("thai-ss518", with: "mine")
        try Data(profile.utf8).write(to: URL(filePath: rules))
        let command = [
            "experiment", "run", "--dataset", data.path, "--model", "local-model,profile=mine", "--out", folder.path,
            "--profile-file", rules, "--local-model-url", model.url,
        ]
        #expect(try await run(command, in: folder).exitCode == 0)
        #expect(try await run(command, in: folder).exitCode == 0)
        #expect(model.calls == 1)

        try Data((profile + "\n").utf8).write(to: URL(filePath: rules))
        let otherRules = try await run(command, in: folder)
        #expect(otherRules.exitCode == 1 && otherRules.errors.contains("an earlier state of the task"))
        try Data(profile.utf8).write(to: URL(filePath: rules))
        try Data(sheet.bytes + [0x0A]).write(to: URL(filePath: data.path + "/a.pdf"))
        let otherPages = try await run(command, in: folder)
        #expect(otherPages.exitCode == 1 && otherPages.errors.contains("--restart"), "\(otherPages.errors)")
        #expect(model.calls == 1)
    }

    /// What was paid for goes only once all else stands, and not far.
    @Test func beginningAnewKeepsTheLastResultsAside() async throws {
        let sheet = try await Sheet.pdf
        let data = try sheets("a", of: sheet)
        let folder = try TemporaryDirectory()
        let stuck = try ScriptedModel(sheet.reports, answers: 1)
        defer { stuck.stop() }
        let model = try ScriptedModel(sheet.reports)
        defer { model.stop() }
        let command = ["experiment", "run", "--dataset", data.path, "--model", "local-model", "--out", folder.path]
        let anew = command + ["--restart", "--local-model-url", model.url]
        let state = folder.path + "/local-model.state.jsonl"
        let text = { (path: String) in try? String(contentsOfFile: path, encoding: .utf8) }
        #expect(try await run(command + ["--local-model-url", stuck.url], in: folder).exitCode == 0)
        let first = try #require(text(state))

        #expect(try await run(anew + ["--model", "gpt-nobody"], in: folder).exitCode == 2)
        #expect(try await run(anew + ["--dataset", data.path + "/nothing"], in: folder).exitCode == 1)
        #expect(text(state) == first && model.calls == 0)
        #expect(try await run(anew, in: folder).exitCode == 0)
        #expect(text(state + ".previous") == first && text(state) != first && model.calls == 1)

        let second = try #require(text(state))
        let running = try start(command + ["--restart", "--local-model-url", stuck.url], in: folder)
        try await eventually("the second call", of: running) { stuck.calls == 2 ? () : nil }
        #expect(text(state + ".previous") == second, "only one is kept")
        let begun = text(state)
        let refused = try await run(anew, in: folder)
        #expect(refused.exitCode == 1 && refused.errors.contains("another run"), "\(refused.errors)")
        #expect(text(state) == begun && model.calls == 1, "whoever reads now is not disturbed")
        await running.kill()
        #expect(try await run(anew, in: folder).exitCode == 0)
        #expect(text(state + ".previous") == second, "a run without an answer is not worth more than one with")
    }

    /// Models whose names differ only in what no file name may have, and a second program on the same results.
    @Test func resultsAreOneRunsOwn() async throws {
        let sheet = try await Sheet.pdf
        let data = try sheets("a", of: sheet)
        let folder = try TemporaryDirectory()
        let stuck = try ScriptedModel(sheet.reports, answers: 0)
        defer { stuck.stop() }
        let model = try ScriptedModel(sheet.reports)
        defer { model.stop() }
        let command = ["experiment", "run", "--dataset", data.path, "--out", folder.path, "--local-model-url"]
        // Nobody answers for these models, which is part of the result.
        let models = ["--model", "openai:a:b", "--model", "openai:a_b", "--openai-url", "http://127.0.0.1:1"]
        let both = try await run(command + [model.url] + models, in: folder)
        #expect(both.exitCode == 0, "\(both.errors)")
        let first = try start(command + [stuck.url, "--model", "local-model"], in: folder)
        try await eventually("the first call", of: first) { stuck.calls == 1 ? () : nil }
        let second = try await run(command + [model.url, "--model", "local-model"], in: folder)
        #expect(second.exitCode == 1 && second.errors.contains("another"), "\(second.errors)")
        await first.kill()
        #expect(try await run(command + [model.url, "--model", "local-model"], in: folder).exitCode == 0)
    }

    /// A results file may come from anyone: what it names outside of its folder is not shown.
    @Test func aReportShowsOnlyPagesOfItsFolder() async throws {
        let picture = try await Sheet.png
        let secret = try TemporaryDirectory()
        try write(picture.bytes, to: secret.path + "/secret.png")
        let data = try sheets("a", of: try await Sheet.pdf)
        let folder = try TemporaryDirectory()
        let model = try ScriptedModel(try await Sheet.pdf.reports)
        defer { model.stop() }
        let command = ["experiment", "run", "--dataset", data.path, "--model", "local-model", "--out", folder.path]
        #expect(try await run(command + ["--local-model-url", model.url], in: folder).exitCode == 0)
        let text = try String(contentsOfFile: folder.path + "/experiment.json", encoding: .utf8)
        try FileManager.default.createSymbolicLink(
            atPath: data.path + "/link.png",
            withDestinationPath: secret.path + "/secret.png"
        )
        let up = String(repeating: "../", count: 20)
        for path in [secret.path + "/secret.png", "\(up)\(secret.path.dropFirst())/secret.png", "link.png"] {
            let forged = text.replacing("\"a.pdf\"", with: "\"\(path)\"")
            #expect(forged != text)
            try write(forged.utf8, to: folder.path + "/forged.json")
            let files = [folder.path + "/experiment.json", folder.path + "/forged.json"]
            let out = ["--out", folder.path + "/out"]
            let answer = try await run(["experiment", "compare"] + [files[1], files[0]] + out, in: folder)
            #expect(answer.exitCode == 0, "\(answer.errors)")
            let html = try String(contentsOfFile: folder.path + "/out/comparison.html", encoding: .utf8)
            #expect(!html.contains("data:image") && html.contains("cannot be read"), "\(path)")
        }
    }

    /// A comparison is written beside the runs, never over one, nor over one that is not compared.
    @Test func aComparisonLeavesTheRunsAlone() async throws {
        let sheet = try await Sheet.pdf
        let data = try sheets("a", of: sheet)
        let folder = try TemporaryDirectory()
        let model = try ScriptedModel(sheet.reports)
        defer { model.stop() }
        let command = ["experiment", "run", "--dataset", data.path, "--model", "local-model", "--local-model-url"]
        let runs = ["/one", "/other"].map { folder.path + $0 }
        for run in runs { #expect(try await self.run(command + [model.url, "--out", run], in: folder).exitCode == 0) }
        let reports = runs.flatMap { ["\($0)/experiment.json", "\($0)/experiment.html"] }
        let before = reports.map { FileManager.default.contents(atPath: $0) }
        let file = reports[0]
        try FileManager.default.createSymbolicLink(atPath: folder.path + "/link", withDestinationPath: runs[0])
        for out in runs + [folder.path + "/link", runs[0] + "/../one"] {
            let answer = try await self.run(["experiment", "compare", file, file, "--out", out], in: folder)
            #expect(answer.exitCode == 0 && answer.errors.contains("comparison.html"), "\(answer.errors)")
            #expect(reports.map { FileManager.default.contents(atPath: $0) } == before)
        }
        let earlier = runs[0] + "/comparison.json"
        let again = try await self.run(["experiment", "compare", earlier, file, "--out", runs[0]], in: folder)
        #expect(again.exitCode == 1 && again.errors.contains("--out"), "\(again.errors)")
        let help = try await self.run(["experiment", "compare", "--help"], in: folder)
        let words = help.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(words.contains("(default: comparison)"), "\(words)")
    }

    /// A name with settings that no file may have: file systems take 255 bytes.
    @Test func aVeryLongNameOfAModel() async throws {
        let sheet = try await Sheet.pdf
        let data = try sheets("a", of: sheet)
        let model = try ScriptedModel(sheet.reports)
        defer { model.stop() }
        let name = "local-" + String(repeating: "x", count: 194)
        let settings = ["reasks=1", "reasks=2"].map { "max-long-side=3072,temperature=0.125,\($0)" }
        let command = ["experiment", "run", "--dataset", data.path, "--out", data.path + "/out", "--local-model-url"]
        let models = settings.flatMap { ["--model", "\(name),\($0)"] }
        for _ in 1...2 {
            let answer = try await run(command + [model.url] + models, in: data)
            #expect(answer.exitCode == 0, "\(answer.errors)")
            #expect(model.calls == 2, "each has results of its own, and goes on with them")
        }
        let tooLong = ["experiment", "run", "--dataset", data.path, "--model", name + "x", "--out", data.path + "/o"]
        let answer = try await run(tooLong + ["--local-model-url", model.url], in: data)
        #expect(answer.text.contains("at most 200"), "\(answer.text)")
    }

    /// Sheets do not have thousands of rows; a dataset that says so, with names that nobody read, takes no time for it.
    @Test func rowsByTheThousand() async throws {
        let data = try sheets("a", of: try await Sheet.pdf)
        let rows = { (name: String, count: Int) in
            JSONValue.array(
                (0..<count).map { row in
                    ["candidate_name": .string("\(name) \(row)"), "vote_count": .integer(Int64(row))]
                }
            )
        }
        let long = String(repeating: "ก", count: 100)
        let expected: JSONValue = [["vote_results": rows(long, 2_000)]]
        try write(expected.serialized(), to: data.path + "/a.expected.json")
        let model = try ScriptedModel([["vote_results": rows("NAME", 400)]])
        defer { model.stop() }
        let answer = try await run(
            [
                "experiment", "run", "--dataset", data.path, "--model", "local-model", "--out", data.path + "/out",
                "--json", "--local-model-url", model.url,
            ],
            in: data
        )
        let votes = try JSONValue(parsing: answer.output)["runs"]?[0]?["fields"]?["votes"]
        #expect(
            votes == ["total": 2_400, "right": 0, "wrong": 0, "missing": 2_000, "invented": 400],
            "\(answer.errors)"
        )
    }

    /// Two datasets in one report: each sheet has a place of its own.
    @Test func linksLeadToTheirSheets() async throws {
        let sheet = try await Sheet.pdf
        let folder = try TemporaryDirectory()
        let model = try ScriptedModel(sheet.reports)
        defer { model.stop() }
        for name in ["a", "b"] {
            let data = try sheets(name, of: sheet)
            let command = ["experiment", "run", "--dataset", data.path, "--model", "local-model", "--local-model-url"]
            let out = [model.url, "--out", "\(folder.path)/\(name)"]
            #expect(try await run(command + out, in: folder).exitCode == 0)
        }
        let files = ["a", "b"].map { "\(folder.path)/\($0)/experiment.json" }
        _ = try await run(["experiment", "compare"] + files + ["--out", folder.path], in: folder)
        let html = try String(contentsOfFile: folder.path + "/comparison.html", encoding: .utf8)
        let anchors = html.matches(of: /id="(sheet-[^"]+)"/).map { String($0.output.1) }
        let links = html.matches(of: /href="#(sheet-[^"]+)"/).map { String($0.output.1) }
        #expect(anchors.count == 2 && Set(anchors).count == 2 && links == anchors, "\(anchors)")
    }

    @Test(arguments: [
        ["run", "--dataset", "/nowhere/at/all", "--model", "local-model"], ["compare", "/nowhere/at/all.json"],
    ])
    func whatIsNotThereIsSaid(arguments: [String]) async throws {
        let folder = try TemporaryDirectory()
        let answer = try await run(["experiment"] + arguments + ["--out", folder.path + "/out"], in: folder)
        #expect(answer.exitCode == 1 && answer.errors.contains("/nowhere/at/all"))
    }
}
