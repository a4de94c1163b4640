// SPDX-License-Identifier: Apache-2.0

import JSON
import JobQueue
import Logging
import Redis
import RedisJobQueue
import ServiceLifecycle
import TestSupport
import Testing

/// A queue on a real Redis of its own.
struct QueueFixture: Sendable {
    let server: RedisServer
    let queue: RedisJobQueue
    let redis: RedisConnection

    static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    static func with<T>(
        _ configuration: RedisJobQueueConfiguration = .init(),
        keepsData: Bool = false,
        _ body: (QueueFixture) async throws -> T
    ) async throws -> T {
        try await withRedisServer(RedisServerOptions(keepsData: keepsData)) { server in
            let redis = try RedisConfiguration(url: server.url)
            let fixture = QueueFixture(
                server: server,
                queue: RedisJobQueue(redis: redis, configuration: configuration, logger: logger),
                redis: RedisConnection(configuration: redis, logger: logger)
            )
            do {
                let value = try await body(fixture)
                await fixture.close()
                return value
            } catch {
                await fixture.close()
                throw error
            }
        }
    }

    private func close() async {
        await queue.close()
        await redis.close()
    }

    /// Runs a worker while `body` runs, then shuts it down kindly.
    func withWorker<T: Sendable>(
        _ configuration: WorkerConfiguration,
        redis: RedisConfiguration? = nil,
        middleware: [any JobMiddleware] = [],
        handler: @escaping JobHandler,
        _ body: @Sendable @escaping (JobWorker) async throws -> T
    ) async throws -> T {
        let redis = try redis ?? RedisConfiguration(url: server.url)
        let queue = RedisJobQueue(redis: redis, logger: Self.logger)
        var registry = JobRegistry()
        registry.register(JobEnvelope.defaultType, handler: handler)
        let worker = JobWorker(
            driver: queue,
            registry: registry,
            middleware: middleware,
            identity: WorkerIdentity(),
            configuration: configuration,
            logger: Self.logger
        )
        let services = ServiceGroup(services: [worker], logger: Self.logger)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await services.run() }
            let result: Result<T, any Error>
            do { result = .success(try await body(worker)) } catch { result = .failure(error) }
            await services.triggerGracefulShutdown()
            try await group.waitForAll()
            await queue.close()
            return try result.get()
        }
    }

    /// The next result, or a failure of the test after 20 seconds.
    func nextResult() async throws -> JSONValue {
        let bytes = try #require(try await queue.popResult(timeout: .seconds(20)), "no result came")
        return try JSONValue(parsing: bytes)
    }

    /// Returns once a client blocks on the server.
    func waitUntilBlocked() async throws {
        while true {
            let clients = try await redis.execute(RedisCommand("INFO", "clients")).string ?? ""
            guard clients.contains("blocked_clients:0") else { return }
        }
    }

    func length(_ type: String, _ key: String) async throws -> Int {
        let command = ["list": "LLEN", "hash": "HLEN", "zset": "ZCARD"][type]!
        return try await redis.execute(RedisCommand(command, .string("{vote-extraction}:\(key)"))).int ?? -1
    }

    /// What is in flight in any form; all zero when every job has been settled.
    func inFlight() async throws -> [Int] {
        [try await length("hash", "flight"), try await length("zset", "lease")]
    }
}

extension [UInt8] {
    init(_ text: String) { self = Array(text.utf8) }
}
