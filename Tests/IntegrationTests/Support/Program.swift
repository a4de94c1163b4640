// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport

/// A running `vote-extractor`, seen from outside only: its outputs, its exit code, signals.
final class Program: Sendable {
    private let process: ChildProcess
    private let outputPath: String
    private let errorPath: String

    /// The executable: beside the test bundle, or where `VOTE_EXTRACTOR_PROGRAM` says.
    static let path: String = {
        if let path = ProcessInfo.processInfo.environment["VOTE_EXTRACTOR_PROGRAM"] { return path }
        return URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().path + "/vote-extractor"
    }()

    /// Starts it with these arguments, this environment and nothing of ours besides `PATH`.
    ///
    /// - Parameter terminal: Takes standard error in place of a file; ``errors`` then says nothing.
    init(
        _ arguments: [String],
        environment: [String: String],
        input: [UInt8]? = nil,
        inputPath pipe: String? = nil,
        errorPath terminal: String? = nil,
        folder: TemporaryDirectory
    ) throws {
        let name = "\(folder.path)/\(arguments[0])-\(UInt32.random(in: 0...(.max)))"
        outputPath = name + ".out"
        errorPath = terminal ?? name + ".err"
        let inputPath = input.map { _ in name + ".in" } ?? pipe
        if let input, let inputPath { try Data(input).write(to: URL(filePath: inputPath)) }
        let standard = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": folder.path]
        process = try ChildProcess(
            Self.path,
            arguments: arguments,
            environment: standard.merging(environment) { _, ours in ours },
            inputPath: inputPath,
            outputPath: outputPath,
            errorPath: errorPath
        )
    }

    var isRunning: Bool { process.isRunning }

    /// What it has written to standard output so far.
    var output: [UInt8] { FileManager.default.contents(atPath: outputPath).map(Array.init) ?? [] }

    /// What it has written to standard error so far.
    var errors: String { String(decoding: FileManager.default.contents(atPath: errorPath) ?? Data(), as: UTF8.self) }

    /// Asks it to end.
    func terminate() { process.send(SIGTERM) }

    /// Sends it a signal.
    func send(_ signal: Int32) { process.send(signal) }

    /// Ends it without asking; returns once it is gone.
    func kill() async {
        process.send(SIGKILL)
        await process.waitUntilEnded()
    }

    /// Waits for its end and gives its exit code.
    func exitCode() async throws -> Int32 {
        try await eventually("its end", of: self) { process.exitCode }
    }

    /// Asks it to end and gives its exit code.
    func stop() async throws -> Int32 {
        terminate()
        return try await exitCode()
    }
}
