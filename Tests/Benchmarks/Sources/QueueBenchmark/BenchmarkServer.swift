// SPDX-License-Identifier: Apache-2.0

import JobQueue
import Logging
import Redis
import RedisJobQueue

/// The Redis server under test, seen from the process that measures.
struct BenchmarkServer: Sendable {
    static let logger = Logger(label: "benchmark") { label in
        var handler = StreamLogHandler.standardError(label: label)
        handler.logLevel = .error
        return handler
    }

    let queue: RedisJobQueue
    private let redis: RedisConnection

    init(socket: String) throws {
        let configuration = try RedisConfiguration(url: "unix://\(socket)")
        queue = RedisJobQueue(redis: configuration, logger: Self.logger)
        redis = RedisConnection(configuration: configuration, logger: Self.logger)
    }

    func close() async {
        await queue.close()
        await redis.close()
    }

    func empty() async throws {
        _ = try await redis.execute(RedisCommand("FLUSHALL", "ASYNC"))
    }

    /// User and system time that the server has used so far, in seconds.
    func cpuSeconds() async throws -> Double {
        let info = try await redis.execute(RedisCommand("INFO", "cpu")).string ?? ""
        let fields = info.split(whereSeparator: \.isNewline).map { $0.split(separator: ":") }
        return fields.reduce(0) { sum, field in
            guard field.count == 2, field[0] == "used_cpu_user" || field[0] == "used_cpu_sys" else { return sum }
            return sum + (Double(field[1]) ?? 0)
        }
    }

    /// Bytes that the server has allocated.
    func memory() async throws -> Int {
        let info = try await redis.execute(RedisCommand("INFO", "memory")).string ?? ""
        let line = info.split(whereSeparator: \.isNewline).first { $0.hasPrefix("used_memory:") }
        return line.flatMap { Int($0.dropFirst("used_memory:".count)) } ?? 0
    }

    /// How many deliveries are leased.
    func leased() async throws -> Int {
        try await redis.execute(RedisCommand("ZCARD", .string(key("lease")))).int ?? 0
    }

    /// Ids of the jobs that the worker with this process id has started and still owns.
    func jobs(ownedBy processID: Int32) async throws -> Set<String> {
        let owners = try await redis.execute(RedisCommand("HVALS", .string(key("flight")))).array ?? []
        let owned = owners.compactMap(\.string).map { $0.split(separator: "\n") }
            .filter { $0.count == 2 && $0[0].contains("-\(processID)-") }
        return Set(owned.map { String($0[1]) })
    }

    private func key(_ name: String) -> String { "{\(queue.queueName)}:\(name)" }
}
