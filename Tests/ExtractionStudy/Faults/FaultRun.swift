// SPDX-License-Identifier: Apache-2.0

import Foundation
import JSON
import Logging
import Redis
import RedisJobQueue
import TestSupport

/// Jobs through the real program, against a local model whose calls, and servers whose files, go wrong.
struct FaultRun {
    /// The path of `vote-extractor`.
    let program: String
    let jobs: Int
    let mix: FaultMix
    /// Besides the mixture.
    var special = FaultScenario.special
    let concurrency: Int
    let seed: UInt64
    let timeLimit: Duration

    private static let logger = Logger(label: "faults") { _ in SwiftLogNoOpLogHandler() }
    /// What the calls are taken to cost: dollars for a million tokens.
    private static let prices =
        #"{"format":1,"currency":"USD","models":{"local-model":{"input":"0.30","output":"2.50"}}}"#

    /// The trouble of each job; those that have to wait begin first.
    private var scenarios: [FaultScenario] {
        let chosen = special.flatMap { Array(repeating: $0, count: max(1, jobs * $0.weight / 1000)) }
        return chosen + Array(repeating: .mixture, count: max(0, jobs - chosen.count))
    }

    func run() async throws -> FaultReport {
        let folder = try TemporaryDirectory()
        try Data(Self.prices.utf8).write(to: URL(filePath: folder.path + "/prices.json"))
        try Data(TallyPDF.bytes).write(to: URL(filePath: folder.path + "/sheet.pdf"))
        let files = FileServers(sheet: TallyPDF.bytes, localPath: folder.path + "/sheet.pdf")
        let deaf = try FullListener()
        let unused = try LoopbackPort.unused()
        return try await withRedisServer { server in
            try await StudyProcesses.with(
                program: program,
                server: server,
                folder: folder,
                model: ["--seed", "\(seed)"] + special.flatMap(\.faults).flatMap { ["--fault", $0] } + mix.arguments,
                worker: [
                    "--concurrency", "\(concurrency)", "--prices", folder.path + "/prices.json", "--profile",
                    "printed-precinct", "--stream", "--first-byte-seconds", "15", "--idle-seconds", "15",
                    "--allow-http",
                    "--allow-address", "127.0.0.1", "--gemini-url", deaf.url,
                ],
                environment: { url in
                    [
                        "LOG_LEVEL": "warning", "OPENAI_BASE_URL": "\(url)/v1", "ANTHROPIC_API_KEY": "none",
                        "ANTHROPIC_BASE_URL": "http://127.0.0.1:\(unused)",
                    ]
                }
            ) { worker in
                let queue = RedisJobQueue(redis: try RedisConfiguration(url: server.url), logger: Self.logger)
                let result: Result<FaultReport, any Error>
                do { result = .success(try await measure(queue, worker, folder, files)) } catch {
                    result = .failure(error)
                }
                await queue.close()
                return try result.get()
            }
        }
    }

    private func measure(
        _ queue: RedisJobQueue,
        _ worker: ChildProcess,
        _ folder: TemporaryDirectory,
        _ files: FileServers
    ) async throws -> FaultReport {
        let scenarios = scenarios
        let began = ContinuousClock.now
        try await queue.enqueue(
            scenarios.enumerated().map { number, scenario in
                try scenario.envelope(number, files).serialized()
            }
        )
        while try await queue.resultCount() < scenarios.count {
            guard worker.isRunning, ContinuousClock.now - began < timeLimit else {
                let log = StudyProcesses.log(in: folder).suffix(2000)
                throw TestSupportError("\(try await queue.resultCount()) of \(scenarios.count) have results. \(log)")
            }
            // The pause is only how often we look.
            try await Task.sleep(for: .milliseconds(100))
        }
        let seconds = (ContinuousClock.now - began) / .seconds(1)
        var answers: [JobAnswer] = []
        for result in try await queue.peekResults(limit: scenarios.count * 2) {
            answers.append(JobAnswer(try JSONValue(parsing: result)))
        }
        let waits = StudyProcesses.log(in: folder).split(separator: "\n").compactMap(JobWait.init)
        return FaultReport(scenarios: scenarios, seconds: seconds, answers: answers, waits: waits)
    }
}

extension FaultScenario {
    static func jobID(_ number: Int) -> String { "job-\(number)" }

    fileprivate func envelope(_ number: Int, _ files: FileServers) throws -> JSONValue {
        var payload: JSONObject = ["files": [try files.file(with: file)]]
        payload["model"] = model.map { .string($0) }
        if !fallbacks.isEmpty { payload["fallback_models"] = .array(fallbacks.map { .string($0) }) }
        return ["id": .string(Self.jobID(number)), "payload": .object(payload), "options": .object(options)]
    }
}
