// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import JSON
import JobQueue
import Logging
import Redis
import RedisJobQueue
import ServiceLifecycle
import UnixSignals

/// One worker process: the engine as it is, with a handler that sleeps as long as its job says.
struct WorkerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "worker", shouldDisplay: false)

    @Argument var url: String
    @Argument var journal: String
    @Argument var concurrency: Int
    @Argument var lease: Int
    @Argument var lifetime: UInt32
    @Option var dieAt: FatalMoment?

    func run() async throws {
        // Should the process that drives the run die, this one does not outlive it for long.
        alarm(lifetime)
        let logger = Logger(label: "worker") { label in
            var handler = StreamLogHandler.standardError(label: label)
            handler.logLevel = .warning
            return handler
        }
        let queue = RedisJobQueue(redis: try RedisConfiguration(url: url), logger: logger)
        let mortal = MortalQueue(queue: queue, fatalMoment: dieAt)
        let starts = try StartJournal(appendingTo: journal)
        var registry = JobRegistry()
        registry.register(JobEnvelope.defaultType) { context in
            starts.note(job: context.job.payload["number"]?.intValue ?? 0)
            mortal.live(through: .running)
            let sleep = context.job.payload["sleep_ms"]?.intValue ?? 0
            if sleep > 0 { try await Task.sleep(for: .milliseconds(sleep)) }
            // As code does that waits without letting others use the thread.
            usleep(UInt32(context.job.payload["hog_ms"]?.intValue ?? 0) * 1000)
            return .completed(JobResult(members: ["number": context.job.payload["number"] ?? .null]))
        }
        let identity = WorkerIdentity()
        let worker = JobWorker(
            driver: mortal,
            registry: registry,
            identity: identity,
            configuration: configuration(identity),
            logger: logger
        )
        try await ServiceGroup(services: [worker], gracefulShutdownSignals: [.sigterm], logger: logger).run()
        await queue.close()
    }

    private func configuration(_ identity: WorkerIdentity) -> WorkerConfiguration {
        var configuration = WorkerConfiguration(worker: identity.id, concurrency: concurrency)
        configuration.lease = .seconds(lease)
        configuration.heartbeatInterval = .seconds(lease) / 3
        configuration.reapInterval = .seconds(lease) / 6
        return configuration
    }
}
