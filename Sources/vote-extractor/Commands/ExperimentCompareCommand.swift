// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import LLMExperiments

/// `vote-extractor experiment compare`
struct ExperimentCompareCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Compares the runs of two or more earlier experiments, sheet by sheet.",
        discussion: """
            The first run is compared with each other one, over the sheets that both have.

            Examples:
              vote-extractor experiment compare monday/experiment.json tuesday/experiment.json
              vote-extractor experiment compare a.json b.json --json | jq .comparisons
            """
    )

    @Option(help: "The folder for comparison.json and comparison.html; made if need be.")
    var out = "comparison"

    @Flag(help: "Print the comparison as JSON instead of tables.")
    var json = false

    @Argument(help: "Files written by `vote-extractor experiment run`.")
    var files: [String]

    func run() async throws {
        let output = ExperimentOutput(folder: out, name: "comparison", json: json)
        try output.spare(files)
        let all = try files.map(ExperimentFile.init(path:))
        let entries = zip(files, all).flatMap { path, file in
            file.entries.map { entry in
                ExperimentFile.Entry(name: all.count > 1 ? "\(entry.name) (\(path))" : entry.name, run: entry.run)
            }
        }
        guard entries.count > 1 else { throw CommandError("there is only one run in \(files): name another file") }
        let fingerprints = Set(entries.map(\.run.reference.fingerprint))
        if fingerprints.count > 1 {
            Terminal.complain(
                "The runs are of different states of the dataset; only sheets with the same id are compared."
            )
        }
        try await output.write(ExperimentFile(entries: entries, folder: all[0].folder))
    }
}
