// SPDX-License-Identifier: Apache-2.0

import Foundation
import ModelClient
import TestSupport
import Testing

@testable import Extraction

@Suite("Reading local files")
struct LocalFileTests {
    private let folder: TemporaryDirectory
    private let root: String

    init() throws {
        folder = try TemporaryDirectory()
        root = "\(folder.path)/root"
        try FileManager.default.createDirectory(atPath: "\(root)/inner", withIntermediateDirectories: true)
        try Data(Samples.png).write(to: URL(filePath: "\(root)/inner/a page.png"))
        try Data(Samples.png).write(to: URL(filePath: "\(folder.path)/outside.png"))
    }

    private func outcome(
        _ uri: String,
        roots: [String]? = nil,
        maximumFileBytes: Int = 1000
    ) async throws -> Result<ExtractionResult, ExtractionError> {
        let fixture = try PipelineFixture(
            Samples.good,
            configure: {
                $0.fetch.fileRoots = roots ?? [root, "/does/not/exist"]
                $0.fetch.maximumFileBytes = maximumFileBytes
            }
        )
        return await fixture.run(ExtractionRequest(files: [SourceFile(name: "f", location: .uri(uri))])).outcome
    }

    private func link(_ name: String, to target: String) throws -> String {
        try FileManager.default.createSymbolicLink(atPath: "\(root)/\(name)", withDestinationPath: target)
        return "file://\(root)/\(name)"
    }

    @Test("A file under a root is read, by any way to write its address")
    func inside() async throws {
        for prefix in ["file://", "file:", "file://localhost"] {
            #expect(try await outcome("\(prefix)\(root)/inner/a%20page.png").get().pages == 1)
        }
    }

    @Test("A disk that does not answer is not waited for without end", .timeLimit(.minutes(1)))
    func stuck() async throws {
        let disk = DispatchQueue(label: "stuck")
        disk.suspend()
        defer { disk.resume() }
        let path = "\(root)/inner/a page.png"
        let hasty = LocalFileReader(roots: [root], timeout: .milliseconds(10), queue: disk)
        let late = await #expect(throws: ExtractionError.self) { try await hasty.read(path, maximumBytes: 1000) }
        #expect(late?.errorClass == .inputTransient)
        let patient = LocalFileReader(roots: [root], timeout: .seconds(600), queue: disk)
        let run = Task { try await patient.read(path, maximumBytes: 1000) }
        run.cancel()
        let cancelled = await #expect(throws: ExtractionError.self) { try await run.value }
        #expect(cancelled?.errorClass == .workerShutdown)
    }

    @Test("A root may be named from the working directory")
    func relative() async throws {
        let up = FileManager.default.currentDirectoryPath.split(separator: "/").map { _ in "../" }.joined()
        let relative = "./" + up + root.dropFirst()
        #expect(try await outcome("file://\(root)/inner/a%20page.png", roots: [relative]).get().pages == 1)
        #expect(try await outcome("file://\(folder.path)/outside.png", roots: [relative]).error != nil)
    }

    @Test("A link that stays under the roots may be followed")
    func linkInside() async throws {
        #expect(try await outcome(try link("l", to: "inner/a page.png")).get().pages == 1)
    }

    @Test("Nothing outside the roots is read, by whatever way")
    func outside() async throws {
        let uris = [
            "file://\(folder.path)/outside.png", "file://\(root)/../outside.png", "file://\(root)/%2e%2e/outside.png",
            "file:///etc/passwd", "file:///does/not/exist", "file://\(folder.path)/missing.png", "file:///",
            try link("file", to: "../outside.png"), try link("absolute", to: "/etc/passwd"),
            try link("folder", to: folder.path) + "/outside.png",
        ]
        for uri in uris {
            #expect(try await outcome(uri).error?.errorClass == .inputRefused, "\(uri)")
        }
    }

    @Test("A name that only begins like a root is outside")
    func sibling() async throws {
        try FileManager.default.createDirectory(atPath: "\(root)-more", withIntermediateDirectories: true)
        try Data(Samples.png).write(to: URL(filePath: "\(root)-more/a.png"))
        #expect(try await outcome("file://\(root)-more/a.png").error?.errorClass == .inputRefused)
    }

    @Test("A name that only looks like a root's is outside")
    func lookalike() async throws {
        let (composed, decomposed) = ("\(folder.path)/\u{E9}", "\(folder.path)/e\u{301}")
        #expect(mkdir(composed, 0o700) == 0 && mkdir(decomposed, 0o700) == 0)
        try #require(fopen("\(decomposed)/a.png", "w").map(fclose) == 0)
        let error = try await outcome("file://\(decomposed)/a.png", roots: [composed]).error
        #expect(error?.errorClass == .inputRefused)
    }

    @Test("A missing file, a folder, a pipe and a large file are told apart")
    func failures() async throws {
        #expect(mkfifo("\(root)/pipe", 0o600) == 0)
        #expect(try await outcome("file://\(root)/missing.png").error?.errorClass == .inputNotFound)
        #expect(try await outcome("file://\(root)/inner").error?.errorClass == .inputUnsupported)
        #expect(try await outcome("file://\(root)/pipe").error?.errorClass == .inputUnsupported)
        let large = try await outcome("file://\(root)/inner/a%20page.png", maximumFileBytes: 10)
        #expect(large.error?.errorClass == .inputTooLarge)
    }
}
