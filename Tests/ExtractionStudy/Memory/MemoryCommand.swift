// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import JSON
import Logging
import Redis
import RedisJobQueue
import TestSupport

/// Prints what memory and processor time a worker takes while many jobs wait for a slow model; ends with status 1 if it
/// grows beyond its budget.
struct MemoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "memory",
        abstract: "Has one worker run jobs of large pages side by side, and reads off what that takes.",
        discussion: """
            It starts and ends its own Redis, local model and worker, and needs Python with Pillow for the pages. The model
            lets every call wait, so that all jobs that the budget lets in are there at once, and then refuses it unread:
            reading so many pages would take hours.
            """
    )

    @Option(help: "Jobs, all at the same time (1 to 2,000).")
    var jobs = 200

    @Option(help: "Pages of each job (1 to 6).")
    var pages = 6

    @Option(help: "Megapixels of each page (1 to 50).")
    var megapixels = 12

    @Option(help: "The worker's --memory-budget-mb.")
    var budget = 1024

    @Option(help: "Seconds that each call takes at least.")
    var delay = 20

    /// What a worker takes besides documents and pages, in megabytes: its code, and the buffers of so many connections.
    private static let allowance = 256
    /// Between one result and the next, besides the model's delay.
    private static let longestPause = Duration.seconds(300)
    private static let logger = Logger(label: "memory") { _ in SwiftLogNoOpLogHandler() }

    func validate() throws {
        guard (1...2000).contains(jobs) else { throw ValidationError("--jobs must be 1 to 2000") }
        guard (1...6).contains(pages) else { throw ValidationError("--pages must be 1 to 6") }
        guard (1...50).contains(megapixels) else { throw ValidationError("--megapixels must be 1 to 50") }
        guard delay >= 0 else { throw ValidationError("--delay must not be negative") }
    }

    func run() async throws {
        let folder = try TemporaryDirectory()
        try await paint(in: folder)
        let used = try await withRedisServer { server in
            try await StudyProcesses.with(
                server: server,
                folder: folder,
                // 413 is the one refusal after which a job is neither tried again nor put off.
                model: ["--fault", "delay=\(delay)s", "--fault", "status=413"],
                worker: ["--concurrency", "\(jobs)", "--memory-budget-mb", "\(budget)"]
            ) { worker in
                let queue = RedisJobQueue(redis: try RedisConfiguration(url: server.url), logger: Self.logger)
                let result: Result<ProcessUse, any Error>
                do { result = .success(try await measure(queue, worker, folder)) } catch { result = .failure(error) }
                await queue.close()
                return try result.get()
            }
        }
        print("megabytes of the worker at its largest: \(used.largestMegabytes)")
        print("jobs: \(jobs), each of \(pages) pages of \(megapixels) megapixels; budget: \(budget) MB")
        guard used.largestMegabytes <= budget + Self.allowance else { throw ExitCode.failure }
    }

    private func measure(
        _ queue: RedisJobQueue,
        _ worker: ChildProcess,
        _ folder: TemporaryDirectory
    ) async throws -> ProcessUse {
        try await eventually("the worker to be up", of: worker, log: StudyProcesses.log(in: folder)) {
            try await !queue.workers(limit: 1).isEmpty
        }
        let idle = try ProcessUse(of: worker)
        try await work(queue, worker, folder)
        let used = try ProcessUse(of: worker)
        print("milliseconds of processor time for each job: \((used.cpu - idle.cpu) / .milliseconds(jobs))")
        print("megabytes of the idle worker: \(idle.largestMegabytes)")
        return used
    }

    private func work(_ queue: RedisJobQueue, _ worker: ChildProcess, _ folder: TemporaryDirectory) async throws {
        let files = (0..<pages).map { JSONValue.string("file://\(folder.path)/page\($0).jpg") }
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
    }

    /// Pages four wide and three high, with as much detail as a photograph has.
    private func paint(in folder: TemporaryDirectory) async throws {
        let script = """
            import math, sys
            from PIL import Image
            size = tuple(int(math.sqrt(\(megapixels)e6 / 12) * side) for side in (4, 3))
            for page in range(\(pages)):
                noise = Image.effect_noise((size[0] // 4, size[1] // 4), 90 + page).resize(size)
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
