// SPDX-License-Identifier: Apache-2.0

import Foundation
import JSON
import Logging
import Redis
import RedisJobQueue
import TestSupport

/// Jobs through the real program, against a local model whose calls go wrong.
struct FaultRun {
    /// The path of `vote-extractor`.
    let program: String
    let jobs: Int
    let mix: FaultMix
    let concurrency: Int
    let seed: UInt64
    let timeLimit: Duration

    private static let logger = Logger(label: "faults") { _ in SwiftLogNoOpLogHandler() }
    /// What the calls are taken to cost: dollars for a million tokens.
    private static let prices =
        #"{"format":1,"currency":"USD","models":{"local-model":{"input":"0.30","output":"2.50"}}}"#

    func run() async throws -> FaultReport {
        let folder = try TemporaryDirectory()
        try Data(Self.prices.utf8).write(to: URL(filePath: folder.path + "/prices.json"))
        try Data(TallyPDF.bytes).write(to: URL(filePath: folder.path + "/sheet.pdf"))
        return try await withRedisServer { server in
            try await StudyProcesses.with(
                program: program,
                server: server,
                folder: folder,
                model: ["--seed", "\(seed)"] + mix.arguments,
                worker: [
                    "--concurrency", "\(concurrency)", "--prices", folder.path + "/prices.json", "--profile",
                    "printed-precinct",
                ]
            ) { worker in
                let queue = RedisJobQueue(redis: try RedisConfiguration(url: server.url), logger: Self.logger)
                let result: Result<FaultReport, any Error>
                do { result = .success(try await measure(queue, worker, folder)) } catch { result = .failure(error) }
                await queue.close()
                return try result.get()
            }
        }
    }

    private func measure(
        _ queue: RedisJobQueue,
        _ worker: ChildProcess,
        _ folder: TemporaryDirectory
    ) async throws -> FaultReport {
        let began = ContinuousClock.now
        try await queue.enqueue((0..<jobs).map { envelope($0, folder).serialized() })
        while try await queue.resultCount() < jobs {
            guard worker.isRunning, ContinuousClock.now - began < timeLimit else {
                let log = StudyProcesses.log(in: folder).suffix(2000)
                throw TestSupportError("\(try await queue.resultCount()) of \(jobs) have results. \(log)")
            }
            // The pause is only how often we look.
            try await Task.sleep(for: .milliseconds(100))
        }
        let seconds = (ContinuousClock.now - began) / .seconds(1)
        var answers: [JobAnswer] = []
        for result in try await queue.peekResults(limit: jobs * 2) {
            answers.append(JobAnswer(try JSONValue(parsing: result)))
        }
        return FaultReport(jobs: jobs, seconds: seconds, answers: answers)
    }

    private func envelope(_ number: Int, _ folder: TemporaryDirectory) -> JSONValue {
        ["id": .string("job-\(number)"), "payload": ["files": [.string("file://\(folder.path)/sheet.pdf")]]]
    }
}
