// SPDX-License-Identifier: Apache-2.0

import JSON
import JobQueue
import Logging
import Redis
import RedisJobQueue
import TestSupport
import Testing

/// A queue on a Redis of its own, and worker processes that die on it.
struct FailureFixture {
    let queue: RedisJobQueue
    private let server: RedisServer
    private let redis: RedisConnection
    private let folder: TemporaryDirectory

    /// Where a job may be.
    struct State: Equatable {
        var staged = 0
        var inFlight = 0
        var results = 0
    }

    private static let envelope = #"{"id":"sheet","payload":{"number":1}}"#
    private static let lease = 2
    /// As shells tell of `kill -9`.
    private static let killed: Int32 = 137

    static func with(_ body: (FailureFixture) async throws -> Void) async throws {
        try await withRedisServer { server in
            let configuration = try RedisConfiguration(url: server.url)
            let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            let fixture = FailureFixture(
                queue: RedisJobQueue(redis: configuration, logger: logger),
                server: server,
                redis: RedisConnection(configuration: configuration, logger: logger),
                folder: try TemporaryDirectory()
            )
            do {
                try await body(fixture)
                await fixture.close()
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

    func enqueue() async throws { try await queue.enqueue([Array(Self.envelope.utf8)]) }

    func startWorker(dyingAt moment: String? = nil) throws -> ChildProcess {
        let arguments = ["worker", server.url, folder.path + "/starts", "4", "\(Self.lease)", "300"]
        return try ChildProcess(
            ChaosProgram.path,
            arguments: arguments + (moment.map { ["--die-at", $0] } ?? []),
            outputPath: folder.path + "/worker.log"
        )
    }

    /// Waits for the process to die, as it was told to.
    func expectKilled(_ worker: ChildProcess) async throws {
        try await eventually("the worker's death") { !worker.isRunning }
        #expect(worker.exitCode == Self.killed)
    }

    /// Returns once a worker's blocking pop has reached the server.
    func waitUntilWorkerWaits() async throws {
        try await eventually("the worker to wait") {
            try await redis.execute(RedisCommand("CLIENT", "LIST")).string?.contains("cmd=blmove") == true
        }
    }

    func state() async throws -> State {
        let stages = try await redis.execute(RedisCommand("KEYS", .string("{\(queue.queueName)}:stage:*"))).array ?? []
        let statistics = try await queue.statistics()
        return State(staged: stages.count, inFlight: statistics.inFlight, results: statistics.results)
    }

    /// Starts a sound worker, and ends it when the job has its result and nothing is left.
    func oneResult() async throws -> JSONValue {
        let worker = try startWorker()
        try await eventually("the only result") {
            let (state, statistics) = (try await state(), try await queue.statistics())
            return state == State(results: 1) && statistics.waiting + statistics.delayed == 0
        }
        worker.send(15)
        try await eventually("the worker's end") { !worker.isRunning }
        #expect(worker.exitCode == 0)
        #expect(try await queue.audit(mends: false).defects == 0)
        return try JSONValue(parsing: try #require(try await queue.peekResults(limit: 2).first))
    }

    func expectOneResult(crashes: Int) async throws {
        let result = try await oneResult()
        #expect(result["status"] == "succeeded")
        #expect(result["job_id"] == "sheet")
        #expect((result["attempts"]?.arrayValue ?? []).count { $0["kind"] == "crash" } == crashes)
    }
}
