// SPDX-License-Identifier: Apache-2.0

import JSON
import JobQueue
import Redis
import RedisJobQueue
import ServiceLifecycle
import TestSupport

/// A worker that is not sure of its Redis: short leases and waits.
struct QueueWorker: Sendable {
    let redis: RedisConfiguration
    let handler: JobHandler

    /// Runs it while `body` runs, then shuts it down kindly.
    func run(_ body: @Sendable @escaping () async throws -> Void) async throws {
        let driver = RedisJobQueue(redis: redis, logger: QueueFixture.logger)
        var registry = JobRegistry()
        registry.register(JobEnvelope.defaultType, handler: handler)
        let worker = JobWorker(
            driver: driver,
            registry: registry,
            identity: WorkerIdentity(),
            configuration: Self.configuration,
            logger: QueueFixture.logger
        )
        let services = ServiceGroup(services: [worker], logger: QueueFixture.logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await services.run() }
            let result: Result<Void, any Error>
            do { result = .success(try await body()) } catch { result = .failure(error) }
            await services.triggerGracefulShutdown()
            try await group.waitForAll()
            await driver.close()
            try result.get()
        }
    }

    private static var configuration: WorkerConfiguration {
        var configuration = WorkerConfiguration(worker: "w-\(UInt32.random(in: .min ... .max))", concurrency: 8)
        configuration.lease = .seconds(4)
        configuration.heartbeatInterval = .milliseconds(500)
        configuration.reapInterval = .milliseconds(500)
        configuration.waitTimeout = .milliseconds(500)
        return configuration
    }
}

extension RedisJobQueue {
    /// The next result whatever befalls Redis meanwhile, or a failure of the test after half a minute.
    func nextResult() async throws -> JSONValue {
        let end = ContinuousClock.now + .seconds(30)
        while .now < end {
            guard let bytes = try? await popResult(timeout: .seconds(2)) else { continue }
            return try JSONValue(parsing: bytes)
        }
        throw TestSupportError("no result came")
    }
}
