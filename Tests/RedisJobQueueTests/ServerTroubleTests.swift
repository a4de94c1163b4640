// SPDX-License-Identifier: Apache-2.0

import Foundation
import JSON
import JobQueue
import Redis
import RedisJobQueue
import Synchronization
import TestSupport
import TestTraits
import Testing

/// A real server that refuses what it is asked for a while: a worker goes on once that is over, and no job is lost or
/// answered twice.
@Suite(.limitedParallelism) struct ServerTroubleTests {
    enum Trouble: String, CaseIterable, Sendable {
        case misconfigured = "MISCONF"
        case busy = "BUSY"
        case loading = "LOADING"
        case outOfMemory = "OOM"
        case readOnly = "READONLY"
    }

    private static let jobs = 60

    private static let loadingInterval = "loading-process-events-interval-bytes"
    /// Redis 6.2 answers nobody while it reads so little, and counts what scripts meet as `ERR`.
    private static let isBefore7 = !RedisServer.knows(loadingInterval)
    private static let troubles = Trouble.allCases.filter { $0 != .loading || !isBefore7 }

    @Test(arguments: troubles)
    func aWorkerGoesOnAfterIt(_ trouble: Trouble) async throws {
        var options = RedisServerOptions()
        options.arguments = ["--save", "3600", "1", "--dbfilename", "dump", "--lua-time-limit", "50"]
        if trouble == .loading {
            options.arguments += ["--\(Self.loadingInterval)", "1024", "--key-load-delay", "3000"]
        }
        try await withRedisServer(options) { server in
            let redis = try RedisConfiguration(url: server.url)
            let connection = RedisConnection(configuration: redis, logger: QueueFixture.logger)
            let queue = RedisJobQueue(redis: redis, logger: QueueFixture.logger)
            try await queue.enqueue((0..<Self.jobs).map { .init(#"{"id":"j\#($0)"}"#) })
            let runs = AsyncStream.makeStream(of: Void.self)
            let worker = QueueWorker(redis: redis) { _ in
                runs.continuation.yield()
                try await Task.sleep(for: .milliseconds(20))
                return .completed(JobResult())
            }
            try await worker.run {
                var begun = runs.stream.makeAsyncIterator()
                for _ in 0..<10 { await begun.next() }
                try await Scene(server: server, redis: connection).play(trouble)
                var ids: Set<String> = []
                while ids.count < Self.jobs {
                    let result = try await queue.nextResult()
                    #expect(result["status"] == "succeeded", "\(result.text)")
                    let id = result["job_id"]?.stringValue ?? ""
                    #expect(ids.insert(id).inserted, "\(id) was answered twice")
                }
            }
            let left = try await queue.statistics()
            #expect(left.waiting == 0 && left.inFlight == 0 && left.delayed == 0 && left.results == 0)
            #expect(left.deadLetters.count == 0)
            #expect(try await queue.audit(mends: false).defects == 0)
            await queue.close()
            await connection.close()
        }
    }

    /// One trouble of one server, from its beginning until it is over.
    private struct Scene {
        let server: RedisServer
        let redis: RedisConnection

        func play(_ trouble: Trouble) async throws {
            switch trouble {
            case .misconfigured: try await failToSave()
            case .busy: try await runAnEndlessScript()
            case .loading: try await restartSlowly()
            case .outOfMemory:
                try await setMemory("1")
                try await waitForRefusals(trouble)
                try await setMemory("0")
            case .readOnly:
                _ = try await redis.execute(RedisCommand("REPLICAOF", "127.0.0.1", "1"))
                try await waitForRefusals(trouble)
                _ = try await redis.execute(RedisCommand("REPLICAOF", "NO", "ONE"))
            }
        }

        private func setMemory(_ bytes: RedisArgument) async throws {
            _ = try await redis.execute(RedisCommand("CONFIG", "SET", "maxmemory", bytes))
        }

        /// A folder stands where the snapshot is to go.
        private func failToSave() async throws {
            let path = URL(filePath: server.socketPath).deletingLastPathComponent().appending(path: "dump").path
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
            try await save(until: "err")
            try await waitForRefusals(.misconfigured)
            try FileManager.default.removeItem(atPath: path)
            try await save(until: "ok")
        }

        private func save(until status: String) async throws {
            _ = try await redis.execute(RedisCommand("BGSAVE"))
            let end = ContinuousClock.now + .seconds(20)
            while try await !info("persistence").contains("rdb_last_bgsave_status:\(status)") {
                guard .now < end else { throw TestSupportError("the server's snapshot is not \(status)") }
            }
        }

        private func runAnEndlessScript() async throws {
            let other = RedisConnection(configuration: redis.configuration, logger: QueueFixture.logger)
            let script = RedisCommand("EVAL", "while true do end", 0)
            async let ended = try? other.execute(script, timeout: .seconds(60))
            var refused = 0
            while refused < 20 {
                do {
                    _ = try await redis.execute(RedisCommand("PING"))
                } catch {
                    #expect(error.serverError?.prefix == .busy)
                    refused += 1
                }
                // The server looks up from its script now and then only.
                try await Task.sleep(for: .milliseconds(50))
            }
            _ = try await redis.execute(RedisCommand("SCRIPT", "KILL"))
            _ = await ended
            await other.close()
            #expect(try await refusals(.busy) > refused, "the worker met it, too")
        }

        /// It ends in good order, and has to read enough to be long about it.
        private func restartSlowly() async throws {
            let filler = [UInt8](repeating: 0x61, count: 1024)
            for start in stride(from: 0, to: 300, by: 100) {
                _ = try await redis.pipeline(
                    (start..<start + 100).map { RedisCommand("SET", "k\($0)", .bytes(filler)) }
                )
            }
            // It answers with the end of the connection.
            _ = try? await redis.execute(RedisCommand("SHUTDOWN", "SAVE"))
            try await server.restart()
            #expect(try await refusals(.loading) > 0)
        }

        private func waitForRefusals(_ trouble: Trouble) async throws {
            let end = ContinuousClock.now + .seconds(20)
            while try await refusals(trouble) < 3 {
                guard .now < end else { throw TestSupportError("nobody met \(trouble.rawValue)") }
            }
        }

        private func refusals(_ trouble: Trouble) async throws -> Int {
            let kinds = [trouble.rawValue] + (ServerTroubleTests.isBefore7 ? ["ERR"] : [])
            let lines = try await info("errorstats").split(whereSeparator: \.isNewline)
            return kinds.map { kind in
                let name = "errorstat_\(kind):count="
                return lines.first { $0.hasPrefix(name) }.flatMap { Int($0.dropFirst(name.count)) } ?? 0
            }.reduce(0, +)
        }

        private func info(_ section: RedisArgument) async throws -> String {
            // Its own connection may have broken, too.
            try await redis.execute(RedisCommand("INFO", section), idempotent: true).string ?? ""
        }
    }
}
