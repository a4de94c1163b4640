// SPDX-License-Identifier: Apache-2.0

import Glibc
import RedisJobQueue

/// `kill -9` of one of two busy workers: what is lost, what is doubled, and how long the rescue takes.
struct CrashBenchmark {
    private static let jobs = 1000
    private static let concurrency = 200
    private static let timeLimit = Duration.seconds(150)

    let socket: String

    func run() async throws {
        let server = try BenchmarkServer(socket: socket)
        try await server.empty()
        try await server.queue.enqueue((0..<Self.jobs).map { SampleJobs.envelope($0, sleep: 1000 + $0 * 7919 % 2000) })
        var workers: [ChildProcess] = []
        do {
            try await measure(on: server, &workers)
            await end(workers)
        } catch {
            await end(workers)
            throw error
        }
        try await server.empty()
        await server.close()
    }

    private func measure(on server: BenchmarkServer, _ workers: inout [ChildProcess]) async throws {
        let deadline = ContinuousClock.now + Self.timeLimit
        for _ in 0..<2 { workers.append(try startWorker()) }
        let victim = workers[0]
        async let log = ResultLog.collect(Self.jobs, from: server.queue, until: deadline)
        try await waitUntilBusy(server, victim.id, before: deadline)
        victim.send(SIGKILL)
        let killed = ContinuousClock.now
        await victim.waitUntilEnded()
        let orphans = try await server.jobs(ownedBy: victim.id)
        workers.append(try startWorker())
        while try await !server.jobs(ownedBy: victim.id).isEmpty, .now < deadline {
            try await Task.sleep(for: .milliseconds(50))
        }
        let takenOver = ContinuousClock.now
        report(try await log, orphans, killed: killed, takenOver: takenOver)
    }

    private func startWorker() throws -> ChildProcess {
        try .worker(socket: socket, concurrency: Self.concurrency)
    }

    /// Both workers are full, and the one to be killed owns its share.
    private func waitUntilBusy(
        _ server: BenchmarkServer,
        _ victim: Int32,
        before deadline: ContinuousClock.Instant
    ) async throws {
        // A few seconds into the run, when jobs end and begin all the time.
        try await Task.sleep(for: .seconds(4))
        while true {
            let (leased, owned) = (try await server.leased(), try await server.jobs(ownedBy: victim).count)
            if leased >= 2 * Self.concurrency, owned >= Self.concurrency * 9 / 10 { return }
            guard ContinuousClock.now < deadline else { throw BenchmarkError("only \(leased) jobs run") }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    private func end(_ workers: [ChildProcess]) async {
        for worker in workers { worker.send(SIGTERM) }
        await withTaskGroup { group in
            group.addTask {
                // Cancelled as soon as all have ended.
                guard (try? await Task.sleep(for: .seconds(15))) != nil else { return }
                for worker in workers { worker.send(SIGKILL) }
            }
            for worker in workers { await worker.waitUntilEnded() }
            group.cancelAll()
        }
    }

    private func report(
        _ log: ResultLog,
        _ orphans: Set<String>,
        killed: ContinuousClock.Instant,
        takenOver: ContinuousClock.Instant
    ) {
        let last = orphans.compactMap { log.arrivals[$0] }.max() ?? killed
        printRow("jobs", ["\(Self.jobs)"])
        printRow("running on the killed worker", ["\(orphans.count)"])
        printRow("lost jobs", ["\(Self.jobs - log.arrivals.count)"])
        printRow("duplicate results", ["\(log.duplicates)"])
        printRow("jobs with a crash on record", ["\(log.crashes.count)"])
        printRow("  of these on the killed worker", ["\(log.crashes.intersection(orphans).count)"])
        printRow("seconds from kill to last takeover", [((takenOver - killed) / .seconds(1)).text(1)])
        printRow("seconds from kill to last result", [((last - killed) / .seconds(1)).text(1)])
    }
}
