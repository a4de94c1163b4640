// SPDX-License-Identifier: Apache-2.0

import Foundation
import JSON
import TestSupport

/// A printed tally sheet and the numbers on it, as `scripts/make-sheets` makes them.
struct Sheet: Sendable {
    let bytes: [UInt8]
    let reports: JSONValue

    /// A PDF with a text layer, which is read without OCR.
    static var pdf: Sheet { get async throws { try await Sheet("english_precinct_3", "pdf") } }
    /// A clean picture.
    static var png: Sheet { get async throws { try await Sheet("english_precinct_1", "png") } }
    /// A scan.
    static var jpeg: Sheet { get async throws { try await Sheet("english_precinct_2", "jpg") } }

    /// Printed once for all tests, the same sheets every time.
    private static let folder = Task {
        let folder = try TemporaryDirectory()
        let script = try ChildProcess(
            PackageRoot.path + "/scripts/make-sheets",
            arguments: ["--out", folder.path],
            outputPath: folder.path + "/log"
        )
        await script.waitUntilEnded()
        guard script.exitCode == 0 else {
            throw TestSupportError((try? String(contentsOfFile: folder.path + "/log", encoding: .utf8)) ?? "no sheets")
        }
        return folder
    }

    private init(_ name: String, _ suffix: String) async throws {
        let path = try await Self.folder.value.path + "/" + name
        bytes = Array(try Data(contentsOf: URL(filePath: "\(path).\(suffix)")))
        reports = try JSONValue(parsing: Array(try Data(contentsOf: URL(filePath: "\(path).expected.json"))))
    }

    /// Whether every number is as printed; names are left to the tests of the model that reads them.
    func hasSameNumbers(as other: JSONValue?) -> Bool { Self.numbers(reports) == Self.numbers(other) }

    private static func numbers(_ reports: JSONValue?) -> [[JSONValue?]] {
        (reports?.arrayValue ?? []).map { report in
            let votes = report["vote_results"]?.arrayValue?.map { $0["vote_count"] } ?? []
            return [report["voter_statistics"], report["ballot_statistics"]] + votes
        }
    }
}
