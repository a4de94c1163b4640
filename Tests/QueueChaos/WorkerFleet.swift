// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport

/// The worker processes: killed ones are replaced at once, as an orchestrator would.
struct WorkerFleet {
    /// When which process was killed.
    private(set) var kills: [(worker: Int32, time: UInt64)] = []
    /// Processes that ended by themselves, which none should.
    private(set) var failures: [String] = []
    private var workers: [ChildProcess] = []
    private let arguments: [String]
    private let folder: String

    init(size: Int, arguments: [String], folder: String) throws {
        self.arguments = arguments
        self.folder = folder
        for _ in 0..<size { workers.append(try start()) }
    }

    private func start() throws -> ChildProcess {
        try ChildProcess(
            "/proc/\(getpid())/exe",
            arguments: ["worker"] + arguments,
            outputPath: "\(folder)/worker-\(UUID().uuidString).log"
        )
    }

    mutating func killOne(using generator: inout SeededGenerator) async throws {
        let index = workers.indices.randomElement(using: &generator)!
        try noteFailures()
        let victim = workers[index]
        victim.send(SIGKILL)
        kills.append((victim.id, StartJournal.now))
        await victim.waitUntilEnded()
        workers[index] = try start()
    }

    /// Replaces workers that are gone although nobody killed them.
    mutating func noteFailures() throws {
        for index in workers.indices where !workers[index].isRunning {
            failures.append("worker \(workers[index].id) ended with status \(workers[index].exitCode ?? -1)")
            workers[index] = try start()
        }
    }

    /// Asks all to end, and returns once they have.
    mutating func end() async {
        for worker in workers { worker.send(SIGTERM) }
        for worker in workers { await worker.waitUntilEnded() }
        failures += workers.filter { $0.exitCode != 0 }.map { "at the end: status \($0.exitCode ?? -1)" }
        workers = []
    }
}
