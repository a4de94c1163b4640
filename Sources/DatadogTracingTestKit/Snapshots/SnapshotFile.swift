// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A snapshot's file in the folder `__Snapshots__` beside a source file.
struct SnapshotFile {
    let path: String

    private static let folder = "__Snapshots__"

    init(name: String, format: SnapshotFormat, beside sourceFile: String) throws(TraceSnapshotError) {
        guard !name.isEmpty, !name.hasPrefix("."), name.utf8.allSatisfy(Self.isSafe) else {
            throw TraceSnapshotError(
                .invalidName,
                "\"\(name)\" cannot be a snapshot's name: use letters, digits, \".\", \"_\" and \"-\"."
            )
        }
        let parent = sourceFile.lastIndex(of: "/").map { sourceFile[..<$0] } ?? "."
        path = "\(parent)/\(Self.folder)/\(name).\(format.fileExtension)"
    }

    private static func isSafe(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"): true
        default: false
        }
    }

    /// Compares, or writes where the mode says so.
    func expect(_ text: String, mode: SnapshotMode) throws(TraceSnapshotError) {
        guard mode != .update, let expected = try read() else {
            guard mode != .compareOnly else { throw missing }
            return try write(text)
        }
        guard expected != text else { return }
        throw TraceSnapshotError(
            .mismatch,
            """
            The traces differ from \(path). If they are right, run the test with UPDATE_SNAPSHOTS=1.
            - expected, + captured:
            \(LineDifference(expected: expected, actual: text).text)
            """
        )
    }

    private var missing: TraceSnapshotError {
        TraceSnapshotError(
            .missing,
            "There is no snapshot \(path), and on a build server none is written: run the test at home and commit it."
        )
    }

    /// Nil if there is no file.
    private func read() throws(TraceSnapshotError) -> String? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        do {
            return String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
        } catch {
            throw TraceSnapshotError(.fileUnusable, "The snapshot \(path) cannot be read: \(error)")
        }
    }

    private func write(_ text: String) throws(TraceSnapshotError) {
        let file = URL(filePath: path)
        do {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data(text.utf8).write(to: file, options: .atomic)
        } catch {
            throw TraceSnapshotError(.fileUnusable, "The snapshot \(path) cannot be written: \(error)")
        }
    }
}
