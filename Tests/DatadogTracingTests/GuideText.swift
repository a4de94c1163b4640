// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport

/// The articles of the library's documentation, and the code that the guide among them shows.
enum GuideText {
    private static let catalogue = PackageRoot.path + "/Sources/DatadogTracing/DatadogTracing.docc/"
    private static let codeFolder = PackageRoot.path + "/Tests/DatadogTracingTests/FiveMinuteGuide/"

    /// All files of the guide's code.
    static var code: String {
        get throws { try contents(codeFolder) }
    }

    /// All files of the library's code.
    static var library: String {
        get throws { try contents(PackageRoot.path + "/Sources/DatadogTracing/") }
    }

    /// `Package.swift`.
    static var manifest: String {
        get throws { try String(contentsOfFile: PackageRoot.path + "/Package.swift", encoding: .utf8) }
    }

    static func article(_ name: String) throws -> String {
        try String(contentsOfFile: catalogue + name, encoding: .utf8)
    }

    /// What stands between the fences of this language.
    static func blocks(of name: String, language: String) throws -> [String] {
        let parts = try article(name).components(separatedBy: "\n```")
        // Every other part is inside of fences.
        return parts.enumerated().compactMap { index, part in
            guard index % 2 == 1, part.hasPrefix(language + "\n") else { return nil }
            return part.dropFirst(language.count + 1) + "\n"
        }
    }

    private static func contents(_ folder: String) throws -> String {
        let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        let files = names.filter { $0.hasSuffix(".swift") }.sorted()
        return try files.map { try String(contentsOfFile: folder + $0, encoding: .utf8) }.joined()
    }
}
