// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A program that runs beside this one.
struct ChildProcess {
    private let process = Process()
    private let output = Pipe()
    private let ending: AsyncStream<Void>

    /// Starts a program, found in `PATH` unless it is a path.
    init(_ program: String, _ arguments: [String]) throws {
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.standardOutput = output
        process.standardInput = FileHandle.nullDevice
        let (ending, continuation) = AsyncStream<Void>.makeStream()
        self.ending = ending
        process.terminationHandler = { _ in continuation.finish() }
        try process.run()
    }

    /// Starts this program again as a worker.
    ///
    /// - Parameter jobs: How many jobs it shall measure; nil to work until it is told to end.
    static func worker(
        socket: String,
        concurrency: Int,
        prefetch: Int = 0,
        jobs: Int? = nil
    ) throws -> ChildProcess {
        let arguments = ["worker", socket, "\(concurrency)"] + (jobs.map { ["\($0)", "\(prefetch)"] } ?? [])
        return try ChildProcess("/proc/\(getpid())/exe", arguments)
    }

    var id: Int32 { process.processIdentifier }

    func send(_ signal: Int32) {
        if process.isRunning { kill(id, signal) }
    }

    func waitUntilEnded() async {
        for await _ in ending {}
    }

    /// Waits for the end and returns what the program printed, which must be less than a pipe holds (64 KiB).
    func printed() async throws -> String {
        await waitUntilEnded()
        let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        guard process.terminationStatus == 0 else {
            throw BenchmarkError("\(process.arguments ?? []) ended with status \(process.terminationStatus): \(text)")
        }
        return text
    }
}
