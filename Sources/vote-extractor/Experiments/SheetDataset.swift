// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation
import JSON
import LLMExperiments

/// Sheets with the numbers that are known to be on them, and the folder that their files are in.
///
/// A record's input is `{"files": ["page1.jpg", …], "profile": "thai-ss518"}`, the paths being relative to the dataset's
/// file; its expected output is the list of reports. A folder is a dataset, too, see ``SheetFolder``.
struct SheetDataset {
    var dataset: Dataset
    let folder: String

    /// Reads a folder, or a JSON or CSV file.
    init(path: String) throws {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw CommandError("\(path): there is no such file or folder")
        }
        let url = URL(filePath: path).standardizedFileURL.resolvingSymlinksInPath()
        if isFolder.boolValue {
            dataset = try SheetFolder(path: url.path).dataset()
            folder = url.path
        } else {
            dataset = try Dataset(contentsOf: path)
            folder = url.deletingLastPathComponent().path
        }
        try check()
    }

    /// A dataset that is elsewhere, of files that are here.
    init(_ dataset: Dataset, folder: String) throws {
        self.dataset = dataset
        self.folder = URL(filePath: folder).standardizedFileURL.resolvingSymlinksInPath().path
        try check()
    }

    /// Changes with the contents of any of the files; one that cannot be read is told when its sheet is.
    var fingerprint: String {
        let files = dataset.records.flatMap { (try? SheetInput($0.input, id: $0.id))?.files ?? [] }
        let digests = files.map { Self.digest(ofFile: $0.hasPrefix("/") ? $0 : "\(folder)/\($0)") }
        return SHA256.hexadecimal(of: Array(digests.joined(separator: "\n").utf8))
    }

    private static func digest(ofFile path: String) -> String {
        let path = URL(filePath: path).resolvingSymlinksInPath().path
        let type = (try? FileManager.default.attributesOfItem(atPath: path))?[.type] as? FileAttributeType
        guard type == .typeRegular, let bytes = FileManager.default.contents(atPath: path) else { return "" }
        return SHA256.hexadecimal(of: Array(bytes))
    }

    private func check() throws {
        for record in dataset.records { _ = try SheetInput(record.input, id: record.id) }
    }
}

/// What a record of a sheet says.
struct SheetInput {
    let files: [String]
    let profile: String?

    init(_ json: JSONValue, id: String) throws {
        let files = json["files"]?.arrayValue?.compactMap(\.stringValue) ?? []
        guard !files.isEmpty, files.count == json["files"]?.arrayValue?.count else {
            throw CommandError("record \(id): the input has no \"files\", a list of paths")
        }
        self.files = files
        profile = json["profile"]?.stringValue
    }
}
