// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The pages of one tally sheet: `NAME.jpg`, or `NAME_p1.jpg`, `NAME_p2.jpg` …
struct Sheet {
    let name: String
    let paths: [String]

    /// The sheets among files and folders, in order of their names; of a folder, the files that hold pages.
    static func all(in paths: [String]) throws -> [Sheet] {
        let files = try paths.flatMap(files(at:))
        guard !files.isEmpty else { throw CommandError("no JPEG, PNG, WebP, TIFF or PDF file in \(paths)") }
        let groups = Dictionary(grouping: files, by: sheetName)
        return groups.map { Sheet(name: URL(filePath: $0).lastPathComponent, paths: $1.sorted(by: isBefore)) }
            .sorted { $0.name < $1.name }
    }

    /// The pages themselves, none larger than so many megabytes.
    func files(maximumMB: Int) throws -> [JobFile] {
        try paths.map { try JobFile(path: $0, maximumMB: maximumMB) }
    }

    private static let extensions: Set = ["jpg", "jpeg", "png", "webp", "tif", "tiff", "pdf"]

    private static func files(at path: String) throws -> [String] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw CommandError("\(path): there is no such file or folder")
        }
        guard isFolder.boolValue else { return [path] }
        let names = try FileManager.default.contentsOfDirectory(atPath: path)
        return names.map { URL(filePath: path).appending(path: $0).path }
            .filter { extensions.contains(URL(filePath: $0).pathExtension.lowercased()) }
    }

    /// Two kinds of file may share a name, so a single page keeps its extension in the key's place of `_pN`.
    private static func sheetName(of path: String) -> String {
        let stem = URL(filePath: path).deletingPathExtension().path
        guard let match = stem.firstMatch(of: /_p[0-9]+$/) else { return path }
        return String(stem[..<match.range.lowerBound])
    }

    private static func isBefore(_ left: String, _ right: String) -> Bool {
        left.compare(right, options: .numeric) == .orderedAscending
    }
}
