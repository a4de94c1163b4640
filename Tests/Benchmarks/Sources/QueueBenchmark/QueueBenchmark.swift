// SPDX-License-Identifier: Apache-2.0

import Foundation
import RedisJobQueue

/// Measures the queue against a Redis server that it may empty: see `scripts/bench-queue`.
@main
enum QueueBenchmark {
    static func main() async throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        let numbers = arguments.dropFirst(2).compactMap { Int($0) }
        switch (arguments.first, arguments.dropFirst().first, numbers.count) {
        case ("throughput", let socket?, 0...2):
            let jobs = numbers.first ?? 100_000
            guard (1...500_000).contains(jobs) else { usage() }
            try await ThroughputBenchmark(socket: socket, jobs: jobs, rounds: numbers.dropFirst().first ?? 3).run()
        case ("million", let socket?, 0...1):
            let count = numbers.first ?? 1_000_000
            guard (1000...2_000_000).contains(count) else { usage() }
            try await MillionBenchmark(socket: socket, count: count).run()
        case ("fill", let socket?, 1):
            guard (1000...2_000_000).contains(numbers[0]) else { usage() }
            try await MillionBenchmark(socket: socket, count: numbers[0]).fill()
        case ("crash", let socket?, 0):
            try await CrashBenchmark(socket: socket).run()
        case ("enqueue", let socket?, 1...2):
            let (count, sleep) = (numbers[0], numbers.dropFirst().first ?? 0)
            let server = try BenchmarkServer(socket: socket)
            try await server.queue.enqueue((0..<count).map { SampleJobs.envelope($0, sleep: sleep) })
            await server.close()
        case ("worker", let socket?, 1...3):
            var worker = BenchmarkWorker(socket: socket, concurrency: numbers[0])
            worker.prefetch = numbers.count == 3 ? numbers[2] : 0
            if numbers.count > 1 { try await worker.measure(jobs: numbers[1]) } else { try await worker.run() }
        default:
            usage()
        }
    }

    private static func usage() -> Never {
        print(
            """
            usage: QueueBenchmark throughput SOCKET [JOBS (1...500000) [ROUNDS]]
                   QueueBenchmark million SOCKET [COUNT (1000...2000000)]
                   QueueBenchmark fill SOCKET COUNT (1000...2000000)
                   QueueBenchmark crash SOCKET
                   QueueBenchmark worker SOCKET CONCURRENCY [JOBS [PREFETCH]]
                   QueueBenchmark enqueue SOCKET JOBS [MILLISECONDS]
            The first four empty the server at SOCKET.
            """
        )
        exit(2)
    }
}
