// SPDX-License-Identifier: Apache-2.0

import Foundation
import JSON

/// What a command leaves behind of an experiment.
struct ExperimentOutput {
    /// Where experiment.json and experiment.html go.
    let folder: String
    /// Whether JSON is printed instead of tables.
    let json: Bool

    func prepare() throws {
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw CommandError("--out \(folder): the folder cannot be made")
        }
    }

    func path(_ name: String) -> String { "\(folder)/\(name)" }

    /// Checks that none of these files is one that would be written.
    func spare(_ files: [String]) throws {
        let written = ["experiment.json", "experiment.html"].map { Self.place(path($0)) }
        for file in files where written.contains(Self.place(file)) {
            throw CommandError("--out \(folder): this would overwrite \(file); name another folder")
        }
    }

    /// The file behind links and dots.
    private static func place(_ path: String) -> String {
        URL(filePath: path).resolvingSymlinksInPath().standardizedFileURL.path
    }

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
