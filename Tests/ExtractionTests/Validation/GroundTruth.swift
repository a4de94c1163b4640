// SPDX-License-Identifier: Apache-2.0

import Foundation
import JSON

@testable import Extraction

/// Real sheets read by people: in the folder that `VOTE_EXTRACTOR_SHEETS` names, else `shared/sheets` beside the checkout.
enum GroundTruth {
    struct Sheet {
        let name: String
        let reports: [TallyReport]
    }

    private static let suffix = ".expected.json"

    private static var folder: URL {
        if let path = ProcessInfo.processInfo.environment["VOTE_EXTRACTOR_SHEETS"] { return URL(filePath: path) }
        let root = URL(filePath: #filePath).appending(path: "../../../..").standardized
        return root.deletingLastPathComponent().appending(path: "shared/sheets")
    }

    static var isPresent: Bool {
        !names.isEmpty
    }

    static func sheets() throws -> [Sheet] {
        try names.map { name in
            let data = try Data(contentsOf: folder.appending(path: name))
            let json = try JSONValue(parsing: [UInt8](data))
            return Sheet(name: name, reports: try (json.arrayValue ?? []).map { try TallyReport(json: $0) })
        }
    }

    private static var names: [String] {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return all.filter { $0.hasSuffix(suffix) }.sorted()
    }
}
