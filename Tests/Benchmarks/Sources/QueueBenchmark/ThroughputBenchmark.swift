// SPDX-License-Identifier: Apache-2.0

import Glibc
import RedisJobQueue

/// Jobs per second of one worker process, with every guarantee but no work, beside what the server can do at all.
struct ThroughputBenchmark {
    /// One worker's run over all jobs.
    private struct Run {
        var rate: Double
        var workerMicroseconds: Double
        var redisMicroseconds: Double
    }

    /// Slots, and jobs held beyond them.
    private static let workers: [(slots: Int, prefetch: Int)] = [(64, 0), (64, 256), (256, 0), (1000, 0)]

    let socket: String
    let jobs: Int
    let rounds: Int

    func run() async throws {
        let server = try BenchmarkServer(socket: socket)
        var yardsticks = [[Double]](repeating: [], count: RedisBenchmark.all.count)
        var runs = [[Run]](repeating: [], count: Self.workers.count)
        for round in 1...max(rounds, 1) {
            for (index, benchmark) in RedisBenchmark.all.enumerated() {
                yardsticks[index].append(try await benchmark.run(socket: socket))
            }
            for (index, worker) in Self.workers.enumerated() {
                let run = try await measure(worker.slots, prefetch: worker.prefetch, on: server)
                runs[index].append(run)
                print("round \(round), \(worker.slots) slots and \(worker.prefetch): \(run.rate.text()) jobs/s")
                fflush(nil)
            }
        }
        try await server.empty()
        await server.close()
        report(yardsticks.map(\.median), runs)
    }

    private func measure(_ slots: Int, prefetch: Int, on server: BenchmarkServer) async throws -> Run {
        try await server.empty()
        try await server.queue.enqueue((0..<jobs).map { SampleJobs.envelope($0) })
        let before = try await server.cpuSeconds()
        let worker = try ChildProcess.worker(socket: socket, concurrency: slots, prefetch: prefetch, jobs: jobs)
        let output = try await worker.printed()
        let redisSeconds = try await server.cpuSeconds() - before
        let figures = output.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
        guard figures.count == 2 else { throw BenchmarkError("a worker printed no figures: \(output)") }
        let (results, leased) = (try await server.queue.resultCount(), try await server.leased())
        guard results == jobs, leased == 0 else {
            throw BenchmarkError("\(results) results of \(jobs) jobs, \(leased) still leased")
        }
        let perJob = 1_000_000 / Double(jobs)
        return Run(
            rate: Double(jobs) / figures[0],
            workerMicroseconds: figures[1] * perJob,
            redisMicroseconds: redisSeconds * perJob
        )
    }

    private func report(_ yardsticks: [Double], _ runs: [[Run]]) {
        print("\n\(jobs) jobs of \(SampleJobs.envelope(jobs - 1).count) bytes; medians of \(rounds) rounds\n")
        for (benchmark, rate) in zip(RedisBenchmark.all, yardsticks) {
            printRow("redis-benchmark, \(benchmark.name)", ["\(rate.text())/s"])
        }
        print("")
        printRow("one worker, slots", Self.workers.map { "\($0.slots)" })
        printRow("prefetch", Self.workers.map { "\($0.prefetch)" })
        printRow("jobs per second", runs.map { $0.map(\.rate).median.text() })
        printRow("worker CPU per job, µs", runs.map { $0.map(\.workerMicroseconds).median.text(1) })
        printRow("Redis CPU per job, µs", runs.map { $0.map(\.redisMicroseconds).median.text(1) })
        for (benchmark, rate) in zip(RedisBenchmark.all, yardsticks) {
            printRow("jobs/s : \(benchmark.name)", runs.map { ($0.map(\.rate).median / rate).text(3) })
        }
    }
}
