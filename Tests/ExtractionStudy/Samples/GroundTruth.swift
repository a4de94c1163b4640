// SPDX-License-Identifier: Apache-2.0

import Extraction
import Foundation
import JSON

/// Real sheets read by people: in the folder that `VOTE_EXTRACTOR_SHEETS` names, else `shared/sheets` beside the checkout.
enum GroundTruth {
    private static let suffix = ".expected.json"
    private static let countries = [("th_", "Thai"), ("id_", "Indonesian"), ("us_", "American")]

    private static var folder: URL {
        if let path = ProcessInfo.processInfo.environment["VOTE_EXTRACTOR_SHEETS"] {
            return URL(filePath: path)
        }
        let root = URL(filePath: #filePath).appending(path: "../../../..").standardized
        return root.deletingLastPathComponent().appending(path: "shared/sheets")
    }

    static var isPresent: Bool {
        !names.isEmpty
    }

    static func sheets() throws -> [SheetSample] {
        try names.map { name in
            let data = try Data(contentsOf: folder.appending(path: name))
            let json = try JSONValue(parsing: [UInt8](data))
            return SheetSample(
                name: name,
                reports: try (json.arrayValue ?? []).map { try TallyReport(json: $0) }
            )
        }
    }

    /// The sheets of each country that there are some of.
    static func byCountry() throws -> [(name: String, sheets: [SheetSample])] {
        let all = try sheets()
        return countries.map { prefix, name in (name, all.filter { $0.name.hasPrefix(prefix) }) }
            .filter { !$0.sheets.isEmpty }
    }

    private static var names: [String] {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return all.filter { $0.hasSuffix(suffix) }.sorted()
    }
}
