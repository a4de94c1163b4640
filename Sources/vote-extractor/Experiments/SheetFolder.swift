// SPDX-License-Identifier: Apache-2.0

import Foundation
import JSON
import LLMExperiments

/// A folder of sheets: `NAME.expected.json`, a list of reports, beside `NAME.jpg` or `NAME_p1.jpg`, `NAME_p2.jpg` …
///
/// Where a name has several kinds of file, each is a record. Members of reports that begin with `_` are notes:
/// `_images` lists the pages in order, and fields that `_ambiguous_fields` names are not scored.
struct SheetFolder {
    let path: String

    private static let extensions = ["pdf", "png", "jpg", "jpeg", "webp", "tif", "tiff"]
    private static let suffix = ".expected.json"

    /// The folder as a dataset, in the order of names.
    func dataset() throws -> Dataset {
        let names = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
        let records = try names.filter { $0.hasSuffix(Self.suffix) }.flatMap { name in
            try self.records(of: String(name.dropLast(Self.suffix.count)), among: names)
        }
        guard !records.isEmpty else { throw CommandError("\(path): no file there ends in \(Self.suffix)") }
        return try Dataset(name: URL(filePath: path).lastPathComponent, records: records)
    }

    private func records(of sheet: String, among names: [String]) throws -> [DatasetRecord] {
        let bytes = FileManager.default.contents(atPath: "\(path)/\(sheet)\(Self.suffix)") ?? Data()
        guard let reports = try? JSONValue(parsing: Array(bytes)), reports.arrayValue?.isEmpty == false else {
            throw CommandError("\(path)/\(sheet)\(Self.suffix) is no list of reports")
        }
        let pages = self.pages(of: sheet, reports, among: names)
        guard !pages.isEmpty else { throw CommandError("\(path): there is no page of \(sheet)") }
        return pages.map { files in
            let isAlone = pages.count == 1
            return DatasetRecord(
                id: isAlone ? sheet : files[0],
                input: [
                    "files": .array(files.map { .string($0) }), "profile": .string(Self.profile(of: reports)),
                ],
                expectedOutput: reports
            )
        }
    }

    /// Only the Thai forms have a type.
    private static func profile(of reports: JSONValue) -> String {
        reports[0]?["form_info"]?["form_type"]?.stringValue == nil ? "printed-precinct" : "thai-ss518"
    }

    private func pages(of sheet: String, _ reports: JSONValue, among names: [String]) -> [[String]] {
        if let listed = reports[0]?["_images"]?.arrayValue { return [listed.compactMap(\.stringValue)] }
        var pages: [[String]] = []
        for suffix in Self.extensions {
            if names.contains("\(sheet).\(suffix)") { pages.append(["\(sheet).\(suffix)"]) }
            let numbered = (1...99).map { "\(sheet)_p\($0).\(suffix)" }.prefix { names.contains($0) }
            if !numbered.isEmpty { pages.append(Array(numbered)) }
        }
        return pages
    }
}
