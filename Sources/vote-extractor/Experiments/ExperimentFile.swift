// SPDX-License-Identifier: Apache-2.0

import Foundation
import JSON
import LLMExperiments

/// The runs of an experiment as a JSON file.
struct ExperimentFile {
    /// A run by the name of its model.
    struct Entry {
        let name: String
        let run: ExperimentRun
    }

    let entries: [Entry]
    /// Where the sheets' files are.
    let folder: String

    private static let kind = "vote-extractor-experiment"
    private static let version = 1
    /// 256 MiB.
    private static let maximumBytes = 256 << 20

    init(entries: [Entry], folder: String) {
        self.entries = entries
        self.folder = folder
    }

    /// Reads a file; bounded as datasets are.
    init(path: String) throws {
        let size = (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int ?? 0
        guard size <= Self.maximumBytes, let data = FileManager.default.contents(atPath: path) else {
            throw CommandError("\(path): there is no such file, or it cannot be read, or it is far too large")
        }
        guard let json = try? JSONValue(parsing: Array(data), limits: JSONLimits(maximumBytes: Self.maximumBytes)),
            json["kind"]?.stringValue == Self.kind, json["version"]?.intValue == Self.version
        else { throw CommandError("\(path) was not written by `vote-extractor experiment run` of this version") }
        folder = json["folder"]?.stringValue ?? ""
        entries = try (json["runs"]?.arrayValue ?? []).map { entry in
            Entry(name: entry["name"]?.stringValue ?? "?", run: try ExperimentRun(json: entry["run"] ?? .null))
        }
    }

    /// Comparisons of the first run with each other one.
    var comparisons: [RunComparison] {
        guard let first = entries.first else { return [] }
        return entries.dropFirst().map { RunComparison(first.run, $0.run) }
    }

    var json: JSONValue {
        [
            "kind": .string(Self.kind), "version": .integer(Int64(Self.version)), "program": .string(Version.current),
            "folder": .string(folder),
            "runs": .array(
                entries.map { entry in
                    [
                        "name": .string(entry.name), "fields": FieldAccuracy(entry.run).json, "run": entry.run.json,
                    ]
                }
            ),
            "comparisons": .array(
                zip(entries.dropFirst(), comparisons).map { entry, comparison in
                    [
                        "first": .string(entries[0].name), "second": .string(entry.name),
                        "comparison": comparison.json,
                    ]
                }
            ),
        ]
    }

    func write(to path: String) throws {
        try Data(json.serialized(pretty: true)).write(to: URL(filePath: path), options: .atomic)
    }
}
