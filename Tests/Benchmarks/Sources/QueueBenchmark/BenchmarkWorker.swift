// SPDX-License-Identifier: Apache-2.0

import Foundation
import JSON
import JobQueue
import Logging
import Redis
import RedisJobQueue
import ServiceLifecycle
import UnixSignals

/// A worker process: the engine as it is, with a handler that sleeps as long as the job says.
struct BenchmarkWorker {
    let socket: String
    let concurrency: Int
    var prefetch = 0

    /// Works until told to end.
    func run() async throws {
        // Should the measuring process die, this one does not outlive it for long.
        alarm(600)
        let (services, queue, _) = try services()
        try await services.run()
        await queue.close()
    }

    /// Works off `jobs` jobs and prints the seconds, and the seconds of processor time, that this took.
    func measure(jobs: Int) async throws {
        alarm(600)
        let (services, queue, status) = try services()
        async let ending: Void = services.run()
        let (clock, cpu) = (ContinuousClock.now, Self.cpuSeconds())
        while status.counts.completed < jobs { try await Task.sleep(for: .milliseconds(2)) }
        print(String(format: "%.6f %.6f", (ContinuousClock.now - clock) / .seconds(1), Self.cpuSeconds() - cpu))
        await services.triggerGracefulShutdown()
        try await ending
        await queue.close()
    }

    private func services() throws -> (ServiceGroup, RedisJobQueue, WorkerStatus) {
        let logger = BenchmarkServer.logger
        let queue = RedisJobQueue(redis: try RedisConfiguration(url: "unix://\(socket)"), logger: logger)
        var registry = JobRegistry()
        registry.register(JobEnvelope.defaultType, handler: Self.handle)
        let identity = WorkerIdentity()
        var configuration = WorkerConfiguration(worker: identity.id, concurrency: concurrency)
        configuration.prefetch = prefetch
        let worker = JobWorker(
            driver: queue,
            registry: registry,
            identity: identity,
            configuration: configuration,
            logger: logger
        )
        let services = ServiceGroup(services: [worker], gracefulShutdownSignals: [.sigterm], logger: logger)
        return (services, queue, worker.status)
    }

    private static func handle(_ context: JobContext) async throws -> JobOutcome {
        let sleep = context.job.payload["sleep_ms"]?.intValue ?? 0
        let progress = ProgressFile.ofEnvironment
        if sleep > 0 {
            progress?.write("S \(context.job.id) \(getpid())\n")
            try await Task.sleep(for: .milliseconds(sleep))
            progress?.write("E \(context.job.id)\n")
        } else {
            progress?.write(".")
        }
        return .completed(JobResult(members: ["pages": 1]))
    }

    private static func cpuSeconds() -> Double {
        var usage = rusage()
        getrusage(RUSAGE_SELF.rawValue, &usage)
        let times = [usage.ru_utime, usage.ru_stime]
        return times.reduce(0) { $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1_000_000 }
    }
}
