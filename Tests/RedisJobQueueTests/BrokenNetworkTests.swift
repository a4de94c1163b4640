// SPDX-License-Identifier: Apache-2.0

import JSON
import JobQueue
import Redis
import RedisJobQueue
import Synchronization
import TestSupport
import TestTraits
import Testing

/// Jobs survive whatever happens between a worker and its Redis: none is lost, and none is answered twice.
@Suite(.limitedParallelism) struct BrokenNetworkTests {
    enum Fault: Sendable, CaseIterable {
        case cut, stall, closedTowardsServer, closedTowardsClient, lostReplies

        func strike(_ proxy: ConnectionProxy) async throws {
            switch self {
            case .cut: proxy.cut()
            case .closedTowardsServer: proxy.closeTowardsServer()
            case .closedTowardsClient: proxy.closeTowardsClients()
            case .stall:
                proxy.stall()
                // Longer than a command may take: that is what makes it a fault.
                try await Task.sleep(for: .milliseconds(600))
                proxy.resume()
            case .lostReplies:
                proxy.loseReply(toOneOf: ["EVALSHA", "BLMOVE"])
            }
        }
    }

    private static let jobs = 300

    @Test(arguments: Fault.allCases)
    func everyJobIsAnsweredOnce(_ fault: Fault) async throws {
        try await QueueFixture.with { fixture in
            let proxy = try ConnectionProxy(toSocketAt: fixture.server.socketPath)
            defer { proxy.stop() }
            var redis = RedisConfiguration(endpoint: .tcp(host: "127.0.0.1", port: proxy.port))
            redis.commandTimeout = .milliseconds(300)
            try await fixture.queue.enqueue((0..<Self.jobs).map { .init(#"{"id":"j\#($0)"}"#) })
            try await fixture.withWorker(Self.configuration, redis: redis) { _ in
                try await Task.sleep(for: .milliseconds(2))
                return .completed(JobResult())
            } _: { _ in
                var ids: Set<String> = []
                for count in 1...Self.jobs {
                    if count.isMultiple(of: 30) { try await fault.strike(proxy) }
                    let id = try await fixture.nextResult()["job_id"]?.stringValue ?? ""
                    #expect(ids.insert(id).inserted, "\(id) was answered twice")
                }
                #expect(ids.count == Self.jobs)
            }
            #expect(try await fixture.queue.resultCount() == 0)
            #expect(try await fixture.inFlight() == [0, 0])
        }
    }

    private static var configuration: WorkerConfiguration {
        var configuration = WorkerConfiguration(worker: "w-\(UInt32.random(in: .min ... .max))", concurrency: 8)
        configuration.lease = .seconds(2)
        configuration.heartbeatInterval = .milliseconds(300)
        configuration.reapInterval = .milliseconds(300)
        configuration.waitTimeout = .milliseconds(200)
        return configuration
    }

    @Test func aResultWhoseTakingWasCancelledIsNotLost() async throws {
        try await QueueFixture.with { fixture in
            let taking = Task { try await fixture.queue.popResult(timeout: .seconds(600)) }
            try await fixture.waitUntilBlocked()
            taking.cancel()
            await #expect(throws: JobQueueError.self) { try await taking.value }
            _ = try await fixture.redis.execute(RedisCommand("LPUSH", "{vote-extraction}:results", "r"))
            #expect(try await fixture.queue.popResult(timeout: .seconds(20)) == .init("r"))
            #expect(try await fixture.queue.resultCount() == 0)
        }
    }

    @Test(arguments: [Duration.zero, .seconds(2)])
    func aResultWhoseReplyWasLostIsNotLost(timeout: Duration) async throws {
        try await QueueFixture.with { fixture in
            let proxy = try ConnectionProxy(toSocketAt: fixture.server.socketPath)
            defer { proxy.stop() }
            let redis = RedisConfiguration(endpoint: .tcp(host: "127.0.0.1", port: proxy.port))
            let queue = RedisJobQueue(redis: redis, logger: QueueFixture.logger)
            _ = try await fixture.redis.execute(RedisCommand("LPUSH", "{vote-extraction}:results", "r1", "r2"))
            proxy.loseReply(toOneOf: ["RPOP", "BRPOP", "LREM"])
            for expected in ["r1", "r2"] {
                var result: [UInt8]?
                for _ in 0..<3 where result == nil { result = try? await queue.popResult(timeout: timeout) }
                #expect(result == .init(expected))
            }
            #expect(!proxy.awaitsLoss)
            #expect(try await queue.resultCount() == 0)
            await queue.close()
        }
    }
}
