// SPDX-License-Identifier: Apache-2.0

import Foundation
import JSON
import TestSupport

/// Sheets with ground truth: published ones, and those that `scripts/make-sheets` prints.
struct SampleSheets: Sendable {
    private let folder: String

    /// In the folder that `VOTE_EXTRACTOR_SHEETS` names, else `shared/sheets` beside the checkout.
    static let published = Self(
        folder: ProcessInfo.processInfo.environment["VOTE_EXTRACTOR_SHEETS"] ?? PackageRoot.path + "/../shared/sheets"
    )

    /// Printed anew for each run of the tests; nil where Pillow or the fonts are missing.
    static let own: Self? = printed()

    private static func printed() -> Self? {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "sheets-\(ProcessInfo.processInfo.processIdentifier)"
        )
        let script = Process()
        script.executableURL = URL(filePath: PackageRoot.path + "/scripts/make-sheets")
        script.arguments = ["--out", folder.path]
        script.standardError = FileHandle.nullDevice
        guard (try? script.run()) != nil else { return nil }
        script.waitUntilExit()
        return script.terminationStatus == 0 ? Self(folder: folder.path) : nil
    }

    func has(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: folder + "/" + name)
    }

    func bytes(of name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(filePath: folder + "/" + name)))
    }

    /// The reports that a sheet holds; `name` is without suffix.
    func truth(of name: String) throws -> [JSONValue] {
        try JSONValue(parsing: bytes(of: name + ".expected.json")).arrayValue ?? []
    }
}
