// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Crypto
import CurlHTTP
import DatadogTracing
import LLMExperiments
import LLMObservability
import Logging
import ModelClient
import ServiceLifecycle

/// `vote-extractor experiment run`
struct ExperimentRunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Has models read the sheets of a dataset, and compares them with what is known and with each other.",
        discussion: """
            A dataset is a folder of NAME.expected.json beside NAME.jpg, a JSON file with "records" whose input is \
            {"files": ["page1.jpg"], "profile": "thai-ss518"} and whose expected_output is the list of reports, or a \
            CSV file with the columns input and expected_output. Files are relative to the dataset's place.

            A model may have settings after it: \(ModelVariant.settings).

            Results are kept as they come: the same command with the same --out goes on after an interruption, and \
            tries failed sheets again. --restart begins anew.

            With --mirror the records and results go to Datadog, too (DD_API_KEY and DD_APP_KEY, or an agent). What is \
            in the records goes there whole; texts in the results only with DD_LLMOBS_CAPTURE_CONTENT=1, but for error \
            messages and what a judge says. The exit code is 1 if a part of it did not get there; the same command \
            tries again.

            Ctrl-C ends the run kindly; a second one ends it at once.

            Examples:
              vote-extractor experiment run --dataset sheets/ --model gemini-2.5-flash --model gemini-2.5-pro --jobs 4
              vote-extractor experiment run --dataset sheets.json --model local-model,max-long-side=3072 --sample 10
            """
    )

    @OptionGroup var models: ModelOptions
    @OptionGroup var profiles: ProfileFiles
    @OptionGroup var mirror: MirrorOptions
    @OptionGroup var config: ConfigFileOption

    @Option(help: "A folder, or a JSON or CSV file.")
    var dataset: String

    @Option(help: "A model, with settings if need be; may be repeated. The first one is what others are compared with.")
    var model: [ModelVariant]

    @Option(help: "Read only so many sheets, picked at random.")
    var sample: Int?

    @Option(help: "Picks the sample: the same seed gives the same sheets.")
    var seed: UInt64 = 0

    @Option(help: "Sheets read at the same time, 1 to 10000.")
    var jobs = 2

    @Option(help: "A model that judges names and texts, which differ in spelling without being wrong.")
    var judge: String?

    @Option(help: "From 0 to 1: stop a model's run when more than this share of its sheets cannot be read.")
    var maxErrorShare = 1.0

    @Flag(help: "Begin anew. What earlier runs have left in --out is kept once, as NAME.state.jsonl.previous.")
    var restart = false

    @Option(help: "The folder for experiment.json, experiment.html and what an interrupted run needs; made if need be.")
    var out = "experiment"

    @Flag(help: "Print the results as JSON instead of tables.")
    var json = false

    private static let jobsRange = 1...10_000
    private var output: ExperimentOutput { ExperimentOutput(folder: out, name: "experiment", json: json) }

    func validate() throws {
        guard !model.isEmpty else { throw ValidationError("--model: name at least one model") }
        guard Set(model.map(\.name)).count == model.count else { throw ValidationError("--model: one is there twice") }
        guard Self.jobsRange.contains(jobs) else {
            throw ValidationError("--jobs must be from 1 to \(Self.jobsRange.upperBound), not \(jobs)")
        }
        guard sample.map({ $0 > 0 }) ?? true else { throw ValidationError("--sample must be at least 1") }
        guard (0...1).contains(maxErrorShare) else { throw ValidationError("--max-error-share must be from 0 to 1") }
    }

    func run() async throws {
        let sheets = try SheetDataset(path: dataset)
        let catalogue = try profiles.catalogue()
        for case let id? in model.map(\.profile) where catalogue.profile(id) == nil {
            throw ValidationError("--model: profile=\(id) is not known; known are: \(catalogue.ids)")
        }
        try output.prepare()
        let runner = ExperimentRunner(
            sheets: sheets,
            evaluators: SheetEvaluators.all,
            judge: judge,
            models: models,
            profiles: catalogue,
            sample: sample,
            seed: seed,
            jobs: jobs,
            maximumErrorShare: maxErrorShare,
            prunesMirror: mirror.mirrorPrune,
            beginsAnew: restart
        )
        let entries = try await entries(of: runner)
        try await output.write(ExperimentFile(entries: entries, folder: sheets.folder))
        // The figures are right, but Datadog, which was asked for, lacks some.
        guard entries.allSatisfy(\.run.isMirroredWhole) else { throw ExitCode.failure }
    }

    private func entries(of runner: ExperimentRunner) async throws -> [ExperimentFile.Entry] {
        do {
            return try await mirror.observing { platform in
                try await runner.run(model, on: platform) { statePath(of: $0) }
            }
        } catch let error as ExperimentError {
            switch error.code {
            case .cancelled:
                Terminal.complain("interrupted: \(runner.sameCommand) goes on where it was")
                throw ExitCode.interrupted
            case .stateMismatch, .experimentGone:
                throw CommandError("\(error.message) --restart begins anew, and keeps what is there aside.")
            default: throw error
            }
        }
    }

    /// No two models have the same file.
    private func statePath(of variant: ModelVariant) -> String {
        output.path("\(Self.shortened(variant.name.percentEncoded())).state.jsonl")
    }

    private static let maximumName = 200

    /// File systems take 255 bytes.
    private static func shortened(_ name: String) -> String {
        guard name.utf8.count > maximumName else { return name }
        return "\(name.prefix(maximumName - 65))-\(SHA256.hexadecimal(of: Array(name.utf8)))"
    }
}
