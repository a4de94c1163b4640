// SPDX-License-Identifier: Apache-2.0

import Foundation
import JSON
import JobQueue
import Redis
import RedisJobQueue
import TestSupport
import TestTraits
import Testing

/// A real cluster of three nodes.
@Suite(.limitedParallelism) struct ClusterTests {
    private static let jobs = 300

    /// Twice, once back to where it came from; keys move three at a time, so that some are here and some there.
    @Test func noJobIsLostWhileTheSlotMoves() async throws {
        try await ClusterFixture.with { fixture in
            let redis = try fixture.configuration
            let queue = RedisJobQueue(redis: redis, logger: QueueFixture.logger)
            let slot = try await fixture.slot(of: queue)
            let owner = RedisCluster.owner(of: slot)
            let other = (owner + 1) % 3
            try await queue.enqueue((0..<Self.jobs).map { .init(#"{"id":"j\#($0)"}"#) })
            let worker = QueueWorker(redis: redis) { _ in
                try await Task.sleep(for: .milliseconds(2))
                return .completed(JobResult())
            }
            try await worker.run {
                var ids: Set<String> = []
                for count in 0..<Self.jobs {
                    if count == 60 { try await fixture.move(slot, from: owner, to: other) }
                    if count == 160 { try await fixture.move(slot, from: other, to: owner) }
                    let id = try await queue.nextResult()["job_id"]?.stringValue ?? ""
                    #expect(ids.insert(id).inserted, "\(id) was answered twice")
                }
                #expect(ids.count == Self.jobs)
            }
            let left = try await queue.statistics()
            #expect(left.waiting == 0 && left.inFlight == 0 && left.results == 0)
            await queue.close()
        }
    }

    @Test func aKeyOnItsWayIsAskedForWhereItWillBe() async throws {
        try await ClusterFixture.with { fixture in
            let queue = RedisJobQueue(redis: try fixture.configuration, logger: QueueFixture.logger)
            let slot = try await fixture.slot(of: queue)
            let owner = RedisCluster.owner(of: slot)
            let other = (owner + 1) % 3
            try await fixture.beginMove(of: slot, from: owner, to: other)
            // The list is at neither, so the old owner sends those who ask to the new one.
            try await queue.enqueue([.init("a")])
            try await queue.enqueue([.init("b")])
            #expect(try await fixture.ask(owner, "CLUSTER", "COUNTKEYSINSLOT", .integer(slot)) == .integer(0))
            #expect(try await fixture.ask(other, "CLUSTER", "COUNTKEYSINSLOT", .integer(slot)) == .integer(1))
            try await fixture.endMove(of: slot, to: other)
            try await queue.enqueue([.init("c")])
            #expect(try await queue.waitingJobs(offset: 0, limit: 10) == [.init("a"), .init("b"), .init("c")])
            await queue.close()
        }
    }

    /// The owner of the slot dies and its replica is elected.
    @Test func jobsSurviveAFailoverOfTheCluster() async throws {
        try await ClusterFixture.with(hasReplica: true) { fixture in
            var redis = try fixture.configuration
            let queue = RedisJobQueue(redis: redis, logger: QueueFixture.logger)
            let slot = try await fixture.slot(of: queue)
            let owner = RedisCluster.owner(of: slot)
            if owner != RedisCluster.replicated {
                try await fixture.move(slot, from: owner, to: RedisCluster.replicated)
            }
            // Only the node that dies is known from the beginning.
            redis.endpoints = [redis.endpoints[RedisCluster.replicated]]
            let worker = QueueWorker(redis: redis) { _ in .completed(JobResult()) }
            try await worker.run {
                try await queue.enqueue([.init(#"{"id":"before"}"#)])
                #expect(try await queue.nextResult()["job_id"] == "before")
                await fixture.cluster.nodes[RedisCluster.replicated].kill()
                var isSent = false
                while !isSent { isSent = (try? await queue.enqueue([.init(#"{"id":"after"}"#)])) != nil }
                #expect(try await queue.nextResult()["job_id"] == "after")
            }
            await queue.close()
        }
    }

    /// All keys are declared and share a slot, or else the cluster would refuse the script.
    @Test func everyTransitionRunsOnACluster() async throws {
        try await ClusterFixture.with { fixture in
            let queue = RedisJobQueue(redis: try fixture.configuration, logger: QueueFixture.logger)
            let owner = RedisCluster.owner(of: try await fixture.slot(of: queue))
            try await queue.enqueue(["a", "b", "c"].map { .init(#"{"id":"\#($0)"}"#) })
            let first = try await queue.claim(upTo: 3, worker: "w", lease: .milliseconds(1)).deliveries
            _ = try await queue.start(first[0].number, jobID: "a", worker: "w")
            // As if the server's clock had been set back since the worker was heard.
            _ = try await fixture.ask(owner, "ZADD", "{vote-extraction}:workers", 99_999_999_999_999, "w")
            let orphans = try await queue.takeOver(upTo: 3, worker: "w", lease: .seconds(60))
            #expect(orphans.count == 3)
            _ = try await queue.beat(worker: "w", status: .init("{}"), deliveries: [], lease: .seconds(60))
            for (orphan, job) in zip(orphans, ["a", "b"]) {
                let letter = ConformanceFixture.letter("dl-\(orphan.delivery.number)", job: job)
                let bury = Settlement.bury(letter, original: nil, result: .init("r"))
                #expect(try await queue.settle(orphan.delivery.number, worker: "w", as: bury) == .settled)
            }
            try await changeLetters(queue, fixture, owner)
            let later = Settlement.later(bytes: .init("c"), delay: .seconds(60))
            _ = try await queue.settle(orphans[2].delivery.number, worker: "w", as: later)
            #expect(try await queue.hasten(try await queue.delayedJobs(offset: 0, limit: 1)).count == 1)
            #expect(try await queue.cancel(["z"]) == ["z"])
            try await queue.setReviewed(true, jobIDs: ["a"])
            #expect(try await queue.reviews(ofJobs: ["a", "b"]).count == 1)
            let key = try await queue.storeBlob([1], named: "d")
            #expect(try await queue.blob(key, maximumBytes: 1) == [1])
            try await queue.leave(worker: "w")
            #expect(try await queue.statistics().waiting == 2)
            #expect(try await queue.firstWaitingJob() != nil)
            #expect(try await scriptsNotRun(on: owner, fixture) == [])
            await queue.close()
        }
    }

    private func changeLetters(_ queue: RedisJobQueue, _ fixture: ClusterFixture, _ owner: Int) async throws {
        let letters = try await queue.buriedJobs(DeadLetterFilter(), limit: 10, after: nil).letters
        #expect(letters.count == 2)
        #expect(try await queue.deadLetterGroups(by: .errorType, limit: 10, after: nil).count == 1)
        #expect(try await queue.deadLetterTally(DeadLetterFilter(), after: nil).examined == 2)
        #expect(try await queue.deadLetterTotals().count == 2)
        #expect(try await queue.replaceDeadLetter(letters[0], with: letters[0]))
        #expect(try await queue.deleteDeadLetters(ids: [letters[0].id]) == [letters[0].id])
        #expect(try await queue.importDeadLetters([letters[0]]).count == 1)
        _ = try await fixture.ask(owner, "HDEL", "{vote-extraction}:dead:facets", .string(letters[1].id))
        _ = try await fixture.ask(owner, "HSET", "{vote-extraction}:dead:count", "bytes", 1)
        let mended = try await queue.audit(mends: true)
        #expect(mended.defects > 1 && mended.remaining == 0, "\(mended.counts)")
        #expect(try await queue.audit(mends: true).defects == 0)
        #expect(try await queue.redrive(letters).count == 2)
    }

    /// The transitions whose script nobody has sent to the node.
    private func scriptsNotRun(on owner: Int, _ fixture: ClusterFixture) async throws -> [String] {
        let folder = URL(filePath: PackageRoot.path).appending(path: "Sources/RedisJobQueue/Scripts")
        func source(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: folder.appending(path: name))) }
        let shared = ["prelude.lua", "dead_letters.lua"]
        let (prelude, letters) = (try source(shared[0]), try source(shared[1]))
        let names = Set(try FileManager.default.contentsOfDirectory(atPath: folder.path)).subtracting(shared)
        #expect(!names.isEmpty)
        var missing: [String] = []
        for name in names.sorted() {
            var digests: [RedisArgument] = []
            for text in [prelude + (try source(name)), prelude + letters + (try source(name))] {
                // Another node tells how a script is called.
                let digest = try await fixture.ask((owner + 1) % 3, "SCRIPT", "LOAD", .bytes(text)).string
                digests.append(.string(try #require(digest)))
            }
            let found = try await fixture.ask(owner, "SCRIPT", "EXISTS", digests[0], digests[1]).array ?? []
            if !found.contains(.integer(1)) { missing.append(name) }
        }
        return missing
    }
}
