// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import JSON

/// What a command leaves behind of an experiment.
struct ExperimentOutput: ParsableArguments {
    @Option(name: .customLong("out"), help: "The folder for experiment.json and experiment.html; made if need be.")
    var folder = "experiment"

    @Flag(help: "Print the results as JSON instead of tables.")
    var json = false

    func prepare() throws {
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw CommandError("--out \(folder): the folder cannot be made")
        }
    }

    func path(_ name: String) -> String { "\(folder)/\(name)" }

    /// Writes the files and prints the figures.
    func write(_ file: ExperimentFile) async throws {
        try prepare()
        try file.write(to: path("experiment.json"))
        let html = await ExperimentPage(file: file).html()
        try Data(html.utf8).write(to: URL(filePath: path("experiment.html")), options: .atomic)
        if json {
            Terminal.print(file.json.serialized())
        } else {
            for line in ExperimentTables(file: file).lines { Terminal.print(line) }
        }
        Terminal.complain("\(path("experiment.json")) and \(path("experiment.html")) written")
    }
}
