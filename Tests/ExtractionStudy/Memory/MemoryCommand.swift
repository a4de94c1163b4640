// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import JSON
import Logging
import Redis
import RedisJobQueue
import TestSupport

/// Prints what a worker takes while many jobs wait for a slow model; ends with status 1 if that is beyond its budget.
struct MemoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "memory",
        abstract: "Has one worker run jobs of six large pages side by side, and reads off how large it has become.",
        discussion: """
            It starts and ends its own Redis, local model and worker, and needs Python with Pillow for the pages. The model
            lets every call wait, so that all jobs that the budget lets in are there at once, and then refuses it unread:
            reading so many pages would take hours.
            """
    )

    @Option(help: "Jobs, all at the same time (1 to 2,000).")
    var jobs = 200

    @Option(help: "The worker's --memory-budget-mb.")
    var budget = 1024

    @Option(help: "Seconds that each call takes at least.")
    var delay = 20

    /// What a worker takes besides documents and pages, in megabytes: its code, and the buffers of so many connections.
    private static let allowance = 256
    private static let pages = 6
    /// Between one result and the next, besides the model's delay.
    private static let longestPause = Duration.seconds(300)
    private static let logger = Logger(label: "memory") { _ in SwiftLogNoOpLogHandler() }

    func validate() throws {
        guard (1...2000).contains(jobs) else { throw ValidationError("--jobs must be 1 to 2000") }
        guard delay >= 0 else { throw ValidationError("--delay must not be negative") }
    }

    func run() async throws {
        let folder = try TemporaryDirectory()
        try await paint(in: folder)
        let largest = try await withRedisServer { server in
            try await StudyProcesses.with(
                server: server,
                folder: folder,
                // 413 is the one refusal after which a job is neither tried again nor put off.
                model: ["--fault", "delay=\(delay)s", "--fault", "status=413"],
                worker: ["--concurrency", "\(jobs)", "--memory-budget-mb", "\(budget)"]
            ) { worker in
                let queue = RedisJobQueue(redis: try RedisConfiguration(url: server.url), logger: Self.logger)
                let idle = Self.largestMegabytes(of: worker)
                let result: Result<Int, any Error>
                do { result = .success(try await measure(queue, worker, folder)) } catch { result = .failure(error) }
                await queue.close()
                print("megabytes of the idle worker: \(idle)")
                return try result.get()
            }
        }
        print("jobs: \(jobs), each of \(Self.pages) pages of 12 megapixels; budget: \(budget) MB")
        print("megabytes of the worker at its largest: \(largest)")
        guard largest <= budget + Self.allowance else { throw ExitCode.failure }
    }

    private func measure(
        _ queue: RedisJobQueue,
        _ worker: ChildProcess,
        _ folder: TemporaryDirectory
    ) async throws -> Int {
        let files = (0..<Self.pages).map { JSONValue.string("file://\(folder.path)/page\($0).jpg") }
        try await queue.enqueue(
            (0..<jobs).map { number in
                let job: JSONValue = ["id": .string("job-\(number)"), "payload": ["files": .array(files)]]
                return job.serialized()
            }
        )
        var ended = (count: 0, at: ContinuousClock.now)
        while ended.count < jobs {
            guard worker.isRunning else { throw TestSupportError("the worker has ended") }
            let count = try await queue.resultCount()
            if count > ended.count { ended = (count, .now) }
            guard ContinuousClock.now - ended.at < Self.longestPause + .seconds(delay) else {
                throw TestSupportError("\(ended.count) of \(jobs) jobs have ended, and no more for minutes")
            }
            // The pause is only how often we look.
            try await Task.sleep(for: .milliseconds(500))
        }
        return Self.largestMegabytes(of: worker)
    }

    /// The kernel's high-water mark.
    private static func largestMegabytes(of process: ChildProcess) -> Int {
        let status = (try? String(contentsOfFile: "/proc/\(process.id)/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return (line?.split(whereSeparator: \.isWhitespace)[1]).flatMap { Int($0) }.map { $0 / 1024 } ?? 0
    }

    /// Pages of 4000 x 3000 pixels with as much detail as a photograph has.
    private func paint(in folder: TemporaryDirectory) async throws {
        let script = """
            import sys
            from PIL import Image
            for page in range(\(Self.pages)):
                noise = Image.effect_noise((1000, 750), 90 + page).resize((4000, 3000))
                Image.merge("RGB", (noise, noise, noise)).save(f"{sys.argv[1]}/page{page}.jpg", quality=90)
            """
        let child = try ChildProcess(
            "python3",
            arguments: ["-c", script, folder.path],
            outputPath: folder.path + "/paint.log"
        )
        await child.waitUntilEnded()
        guard child.exitCode == 0 else { throw TestSupportError("the pages could not be painted; Pillow is needed") }
    }
}
