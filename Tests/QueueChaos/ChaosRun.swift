// SPDX-License-Identifier: Apache-2.0

import Foundation
import JobQueue
import Logging
import Redis
import RedisJobQueue
import TestSupport

/// One run: jobs come in, workers and Redis are killed, and in the end all is counted.
struct ChaosRun {
    let plan: RunCommand

    private static let logger = Logger(label: "chaos") { _ in SwiftLogNoOpLogHandler() }

    func run() async throws -> ChaosReport {
        let folder = try TemporaryDirectory()
        return try await withRedisServer(RedisServerOptions(keepsData: true)) { server in
            let queue = RedisJobQueue(redis: try RedisConfiguration(url: server.url), logger: Self.logger)
            let journal = folder.path + "/starts"
            let arguments = [server.url, journal, "\(plan.concurrency)", "\(plan.lease)", "\(plan.timeLimit + 120)"]
            var fleet = try WorkerFleet(size: plan.workers, arguments: arguments, folder: folder.path)
            do {
                let report = try await measure(server, queue, &fleet, journal: journal)
                await queue.close()
                return report
            } catch {
                await fleet.end()
                await queue.close()
                throw error
            }
        }
    }

    private func measure(
        _ server: RedisServer,
        _ queue: RedisJobQueue,
        _ fleet: inout WorkerFleet,
        journal: String
    ) async throws -> ChaosReport {
        let began = ContinuousClock.now
        let deadline = began + .seconds(plan.timeLimit)
        let jobs = ChaosJobs(count: plan.jobs, longestRun: plan.longestRun)
        async let production = jobs.produce(to: queue)
        let redisKills = try await killAtRandom(server, queue, &fleet, until: deadline)
        guard try await isDone(queue, until: deadline) else { throw ChaosError(try await standing(queue)) }
        let seconds = (ContinuousClock.now - began) / .seconds(1)
        let repeated = try await production
        // What the last kill left to be cleared away belongs to the run as well.
        try await waitUntilClear(queue, until: deadline)
        await fleet.end()
        return ChaosReport(
            plan: plan,
            results: try await ResultLedger(queue),
            recoveries: Recoveries(try StartJournal.starts(in: journal), kills: fleet.kills),
            kills: fleet.kills.count,
            redisKills: redisKills,
            repeatedPushes: repeated,
            workerFailures: fleet.failures,
            defects: try await defects(queue),
            left: try await left(queue),
            letters: try await queue.statistics().deadLetters.count,
            seconds: seconds
        )
    }

    /// Kills until the planned number is reached or nothing is left to do; returns how often Redis was killed.
    private func killAtRandom(
        _ server: RedisServer,
        _ queue: RedisJobQueue,
        _ fleet: inout WorkerFleet,
        until deadline: ContinuousClock.Instant
    ) async throws -> Int {
        var generator = SeededGenerator(seed: plan.seed)
        var redisKills = 0
        while fleet.kills.count < plan.kills || redisKills < plan.redisKills, .now < deadline {
            try await Task.sleep(for: .milliseconds(Int.random(in: 1...2 * plan.pause, using: &generator)))
            guard try await resultCount(queue) < plan.jobs else { break }
            let left = (workers: plan.kills - fleet.kills.count, redis: plan.redisKills - redisKills)
            if Int.random(in: 0..<left.workers + left.redis, using: &generator) < left.redis {
                try await server.restart()
                redisKills += 1
            } else {
                try await fleet.killOne(using: &generator)
            }
        }
        return redisKills
    }

    private func isDone(_ queue: RedisJobQueue, until deadline: ContinuousClock.Instant) async throws -> Bool {
        while try await resultCount(queue) < plan.jobs {
            guard .now < deadline else { return false }
            try await Task.sleep(for: .milliseconds(100))
        }
        return true
    }

    private func waitUntilClear(_ queue: RedisJobQueue, until deadline: ContinuousClock.Instant) async throws {
        while try await left(queue) > 0, .now < deadline { try await Task.sleep(for: .milliseconds(100)) }
    }

    /// Asked again while Redis is being restarted.
    private func resultCount(_ queue: RedisJobQueue) async throws -> Int {
        for _ in 0..<100 {
            if let count = try? await queue.resultCount() { return count }
            try await Task.sleep(for: .milliseconds(100))
        }
        return try await queue.resultCount()
    }

    private func left(_ queue: RedisJobQueue) async throws -> Int {
        let statistics = try await queue.statistics()
        return statistics.waiting + statistics.inFlight + statistics.delayed
    }

    private func defects(_ queue: RedisJobQueue) async throws -> [String] {
        try await queue.audit(mends: false).samples.map { "\($0)" }
    }

    private func standing(_ queue: RedisJobQueue) async throws -> String {
        let results = try await queue.resultCount()
        return
            "after \(plan.timeLimit) s \(results) of \(plan.jobs) jobs have a result, \(try await left(queue)) are left"
    }
}
