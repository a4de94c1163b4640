// SPDX-License-Identifier: Apache-2.0

import Glibc
import JSON
import JobQueue
import RedisJobQueue

/// What the queue's operations cost when a million jobs wait and a million are dead.
struct MillionBenchmark {
    let socket: String
    let count: Int

    private static let worker = "benchmark"
    private static let lease = Duration.seconds(600)

    /// Leaves the jobs and letters there, for others to look at.
    func fill() async throws {
        let server = try BenchmarkServer(socket: socket)
        try await server.empty()
        let (letters, jobs) = (try await bury(server.queue), try await enqueue(server.queue))
        print("\(letters) dead letters, \(jobs) jobs waiting")
        await server.close()
    }

    func run() async throws {
        let server = try BenchmarkServer(socket: socket)
        try await server.empty()
        let empty = try await server.memory()
        let letters = try await rate("import of dead letters") { try await bury(server.queue) }
        let dead = try await server.memory()
        let jobs = try await rate("enqueue") { try await enqueue(server.queue) }
        let full = try await server.memory()
        print("\n\(letters) dead letters, \(jobs) jobs waiting\n")
        printRow("bytes per dead letter", [(Double(dead - empty) / Double(count)).text()])
        printRow("bytes per waiting job", [(Double(full - dead) / Double(count)).text()])
        try await measureJobs(server.queue)
        try await measureLists(server.queue)
        try await measureChanges(server.queue)
        try await server.empty()
        await server.close()
    }

    // MARK: Filling

    private func enqueue(_ queue: RedisJobQueue) async throws -> Int {
        for start in stride(from: 0, to: count, by: 10_000) {
            try await queue.enqueue((start..<min(start + 10_000, count)).map { SampleJobs.envelope($0) })
        }
        return count
    }

    private func bury(_ queue: RedisJobQueue) async throws -> Int {
        let now = try await queue.statistics().now.milliseconds
        for start in stride(from: 0, to: count, by: 1000) {
            let letters = (start..<min(start + 1000, count)).map { SampleLetters.letter($0, of: count, now: now) }
            _ = try await queue.importDeadLetters(letters)
        }
        return try await queue.deadLetterCount()
    }

    // MARK: Measuring

    private func measureJobs(_ queue: RedisJobQueue) async throws {
        printRow("\nmilliseconds", ["median", "p99", "longest"])
        try await timed("claim of 1", 500) { _ = try await claim(1, queue) }
        try await timed("claim of 100", 50) { _ = try await claim(100, queue) }
        var batches: [[Delivery]] = []
        for _ in 0..<50 { batches.append(try await claim(100, queue)) }
        var started = batches.makeIterator()
        try await timed("start of 100", 50) {
            let starts = started.next()?.map { JobStart(delivery: $0.number, jobID: "j\($0.number)") } ?? []
            _ = try await queue.start(starts, worker: Self.worker)
        }
        var finished = batches.makeIterator()
        try await timed("finish of 100", 50) {
            let result = [UInt8](repeating: 0x78, count: 500)
            let settlements = finished.next()?.map {
                JobSettlement(delivery: $0.number, as: .finish(jobID: "j\($0.number)", result: result))
            }
            _ = try await queue.settle(settlements ?? [], worker: Self.worker)
        }
        try await timed("statistics", 100) { _ = try await queue.statistics() }
    }

    private func claim(_ count: Int, _ queue: RedisJobQueue) async throws -> [Delivery] {
        try await queue.claim(upTo: count, worker: Self.worker, lease: Self.lease).deliveries
    }

    private func measureLists(_ queue: RedisJobQueue) async throws {
        var all = DeadLetterFilter()
        try await timed("first page of 50", 100) { try await page(all, queue) }
        let middle = SampleLetters.cursor(count / 2, of: count, try await queue.statistics().now)
        try await timed("page of 50 in the middle", 100) { try await page(all, queue, after: middle) }
        all.errorType = "input.corrupt"
        try await timed("page of 50 of a class", 100) { try await page(all, queue) }
        try await timed("… in the middle", 100) { try await page(all, queue, after: middle) }
        var tagged = DeadLetterFilter()
        tagged.tags = ["province": "12"]
        try await timed("slice by tag (1 in 77)", 100) { try await page(tagged, queue) }
        var rare = DeadLetterFilter()
        rare.model = "gemini-2.5-pro"
        try await timed("slice by model (1 in 10,000)", 100) { try await page(rare, queue) }
        try await timed("20 groups", 100) {
            _ = try await queue.deadLetterGroups(by: .fingerprint, limit: 20, after: nil)
        }
        print("")
        _ = try await rate("letters looked through by model") {
            var cursor: DeadLetterCursor?
            var examined = 0
            repeat {
                let page = try await queue.deadLetters(rare, limit: 100, after: cursor)
                examined += page.examined
                cursor = page.next
            } while cursor != nil
            return examined
        }
    }

    private func page(_ filter: DeadLetterFilter, _ queue: RedisJobQueue, after: DeadLetterCursor? = nil) async throws {
        _ = try await queue.deadLetters(filter, limit: 50, after: after)
    }

    private func measureChanges(_ queue: RedisJobQueue) async throws {
        _ = try await rate("entries audited") { try await queue.audit(mends: false).examined }
        var filter = DeadLetterFilter()
        filter.errorType = "input.corrupt"
        _ = try await rate("letters sent back, one class") {
            try await DeadLetterSweep(queue, filter).redrive().changed
        }
        filter.errorType = nil
        filter.stage = "fetch"
        _ = try await rate("letters deleted, one stage") {
            try await DeadLetterSweep(queue, filter).delete().changed
        }
    }

    /// Runs something that returns how many things it dealt with, and prints how many that was in a second.
    private func rate(_ name: String, _ body: () async throws -> Int) async throws -> Int {
        let start = ContinuousClock.now
        let count = try await body()
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        printRow(name, ["\(count)", "\(seconds.text(1)) s", "\((Double(count) / seconds).text())/s"])
        fflush(nil)
        return count
    }

    private func timed(_ name: String, _ rounds: Int, _ body: () async throws -> Void) async throws {
        var times: [Double] = []
        for _ in 0..<rounds {
            let start = ContinuousClock.now
            try await body()
            times.append((ContinuousClock.now - start) / .milliseconds(1))
        }
        times.sort()
        let figures = [times[times.count / 2], times[times.count * 99 / 100], times[times.count - 1]]
        printRow(name, figures.map { $0.text(2) })
        fflush(nil)
    }
}
