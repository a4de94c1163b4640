// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Crypto
import Extraction
import Foundation

/// The profiles that come with the program, and those of the user's files.
struct ProfileCatalogue: Sendable {
    private(set) var profiles = ExtractionProfile.builtIn

    /// Changes with what any of them says.
    private(set) var fingerprint = SHA256.hexadecimal(
        of: ExtractionProfile.builtIn.flatMap { Array("\($0.id) \($0.version)\n".utf8) }
    )

    /// The profiles that files brought.
    var own: [ExtractionProfile] { Array(profiles.dropFirst(ExtractionProfile.builtIn.count)) }

    var ids: String { profiles.map(\.id).joined(separator: ", ") }

    /// Only those that come with the program.
    init() {}

    /// Reads files, and all `.json` files of folders; one that is no profile is an error that tells every fault.
    init(paths: [String]) throws {
        for path in paths {
            for file in try Self.files(at: path) {
                let bytes = try Self.bytes(at: file)
                try add(Self.profile(in: bytes, at: file), from: file)
                fingerprint = SHA256.hexadecimal(of: Array(fingerprint.utf8) + bytes)
            }
        }
    }

    func profile(_ id: String) -> ExtractionProfile? {
        profiles.first { $0.id == id }
    }

    static func profile(at path: String) throws -> ExtractionProfile {
        try profile(in: try bytes(at: path), at: path)
    }

    private static func bytes(at path: String) throws -> [UInt8] {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw ValidationError("--profile-file \(path): there is no such file, or it cannot be read")
        }
        return Array(bytes)
    }

    private static func profile(in bytes: [UInt8], at path: String) throws -> ExtractionProfile {
        do {
            return try ExtractionProfile(json: bytes)
        } catch {
            let faults = error.issues.map { "\n  \($0)" }.joined()
            throw ValidationError("\(path) is no profile:\(faults)\n\(Self.hint)")
        }
    }

    private static let hint = "See `vote-extractor profiles show thai-ss518` for one that works."

    private mutating func add(_ profile: ExtractionProfile, from path: String) throws {
        guard self.profile(profile.id) == nil else {
            throw ValidationError("\(path): there is another profile named \(profile.id); give it another id")
        }
        profiles.append(profile)
    }

    private static func files(at path: String) throws -> [String] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
            return [path]
        }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        let files = names.filter { $0.hasSuffix(".json") }.sorted()
        guard !files.isEmpty else { throw ValidationError("--profile-file \(path): the folder has no .json file") }
        return files.map { "\(path)/\($0)" }
    }
}
