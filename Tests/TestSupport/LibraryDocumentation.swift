// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The articles of a library's documentation, and the code that the five-minute guide among them shows.
public struct LibraryDocumentation: Sendable {
    private let library: String

    /// Of the library of this name.
    public init(of library: String) {
        self.library = library
    }

    /// All files of the guide's code, which its tests compile.
    public var guideCode: String {
        get throws { try Self.code(of: guideFiles) }
    }

    /// All files of the library's code.
    public var libraryCode: String {
        get throws { try Self.code(of: Self.files(in: "/Sources/\(library)/")) }
    }

    /// `Package.swift`.
    public static var manifest: String {
        get throws { try String(contentsOfFile: PackageRoot.path + "/Package.swift", encoding: .utf8) }
    }

    /// The text of an article, by its file's name.
    public func article(_ name: String) throws -> String {
        let catalogue = PackageRoot.path + "/Sources/\(library)/\(library).docc/"
        return try String(contentsOfFile: catalogue + name, encoding: .utf8)
    }

    /// What stands between the article's fences of this language.
    public func blocks(of name: String, language: String) throws -> [String] {
        let parts = try article(name).components(separatedBy: "\n```")
        // Every other part is inside of fences.
        return parts.enumerated().compactMap { index, part in
            guard index % 2 == 1, part.hasPrefix(language + "\n") else { return nil }
            return part.dropFirst(language.count + 1) + "\n"
        }
    }

    /// The products of this package that the guide's manifest names.
    public func products(of name: String) throws -> Set<String> {
        let manifest = try blocks(of: name, language: "swift").filter { $0.contains(".package(") }.joined()
        return Set(manifest.matches(of: /name: "(\w+)", package: "vote-extractor"/).map { String($0.output.1) })
    }

    /// The lines of the guide's manifest that name packages of others.
    public func packages(of name: String) throws -> [String] {
        let manifest = try blocks(of: name, language: "swift").filter { $0.contains(".package(") }.joined()
        return manifest.split(separator: "\n").filter { $0.contains(".package(url:") }.map {
            String($0.drop { $0 == " " })
        }
    }

    /// The paths of the guide's code.
    var guideFiles: [String] { Self.files(in: "/Tests/\(library)Tests/FiveMinuteGuide/") }

    private static func files(in folder: String) -> [String] {
        let folder = PackageRoot.path + folder
        let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return names.filter { $0.hasSuffix(".swift") }.sorted().map { folder + $0 }
    }

    private static func code(of files: [String]) throws -> String {
        try files.map { try String(contentsOfFile: $0, encoding: .utf8) }.joined()
    }
}
