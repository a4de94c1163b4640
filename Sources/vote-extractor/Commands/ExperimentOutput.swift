// SPDX-License-Identifier: Apache-2.0

import Foundation
import JSON

/// What a command leaves behind of an experiment.
struct ExperimentOutput {
    /// Where the two files go.
    let folder: String
    /// What they are called, but for `.json` and `.html`.
    let name: String
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
        let written = [path("\(name).json"), path("\(name).html")].map(Self.place)
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
        let (data, page) = (path("\(name).json"), path("\(name).html"))
        try file.write(to: data)
        let html = await ExperimentPage(file: file).html()
        try Data(html.utf8).write(to: URL(filePath: page), options: .atomic)
        if json {
            Terminal.print(file.json.serialized())
        } else {
            for line in ExperimentTables(file: file).lines { Terminal.print(line) }
        }
        Terminal.complain("\(data) and \(page) written")
    }
}
