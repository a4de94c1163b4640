// SPDX-License-Identifier: Apache-2.0

import Logging
import ServiceLifecycle
import Synchronization
import TestSupport
import Testing

@testable import JobQueue

/// Workers that share slots, keep quiet, hurry, or grow too large.
@Suite struct WorkerSharingTests {
    private static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    private func worker(
        _ queue: InMemoryJobQueue,
        concurrency: Int = 4,
        share: SlotShare? = nil,
        memoryLimit: Int? = nil,
        handler: @escaping JobHandler
    ) -> JobWorker {
        let identity = WorkerIdentity()
        var configuration = WorkerConfiguration(worker: identity.id, concurrency: concurrency)
        configuration.waitTimeout = .milliseconds(50)
        configuration.share = share
        configuration.memoryLimit = memoryLimit
        var registry = JobRegistry()
        registry.register(JobEnvelope.defaultType, handler: handler)
        return JobWorker(
            driver: queue,
            registry: registry,
            identity: identity,
            configuration: configuration,
            logger: Self.logger
        )
    }

    private func envelopes(_ prefix: String, _ count: Int) -> [[UInt8]] {
        (0..<count).map { Array(#"{"id":"\#(prefix)\#($0)"}"#.utf8) }
    }

    /// Runs workers while `body` runs, then shuts them down kindly.
    private func run(_ workers: [JobWorker], _ body: () async throws -> Void) async throws {
        let group = ServiceGroup(services: workers, logger: Self.logger)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            try await body()
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    @Test func sharedSlotsBoundAllQueuesTogether() async throws {
        let queues = (0..<3).map { InMemoryJobQueue(name: "q\($0)") }
        for (index, queue) in queues.enumerated() { try await queue.enqueue(envelopes("q\(index)-", 40)) }
        let pool = SlotPool(slots: 5, order: .weighted)
        let running = Mutex((now: 0, most: 0))
        let workers = queues.enumerated().map { index, queue in
            worker(queue, concurrency: 4, share: SlotShare(of: pool, weight: index + 1)) { _ in
                running.withLock { running in
                    running.now += 1
                    running.most = max(running.most, running.now)
                }
                await Task.yield()
                running.withLock { $0.now -= 1 }
                return .completed(JobResult())
            }
        }
        try await run(workers) {
            for queue in queues {
                for _ in 0..<40 { #expect(await queue.popResult(timeout: .seconds(20)) != nil) }
            }
        }
        #expect(running.withLock { $0.most } <= 5)
        // Whatever came of the jobs, every slot came back.
        #expect(await pool.acquire(upTo: 10, weight: 1) == 5)
    }

    @Test func aPoolGivesByWeight() async throws {
        let pool = SlotPool(slots: 0, order: .weighted)
        let strict = SlotPool(slots: 0, order: .strict)
        for pool in [pool, strict] {
            async let heavy = pool.acquire(upTo: 10_000, weight: 3)
            async let light = pool.acquire(upTo: 10_000, weight: 1)
            try await eventually("two that wait") { pool.waiting >= 2 }
            pool.release(4000)
            if pool === strict {
                #expect(await heavy == 4000)
                #expect(pool.waiting == 1)
                pool.release(7)
                #expect(await light == 7)
            } else {
                let (three, one) = await (heavy, light)
                #expect(three + one == 4000 && (2700...3300).contains(three), "\(three)")
            }
        }
    }

    @Test func whoIsCancelledWaitsNoMore() async throws {
        let pool = SlotPool(slots: 0, order: .strict)
        let waiting = Task { await pool.acquire(upTo: 1, weight: 1) }
        try await eventually("one that waits") { pool.waiting >= 1 }
        waiting.cancel()
        #expect(await waiting.value == 0)
        pool.release(1)
        #expect(await pool.acquire(upTo: 1, weight: 1) == 1)
        let late = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await pool.acquire(upTo: 1, weight: 1)
        }
        #expect(await late.value == 0)
    }

    @Test func aQuietWorkerHasNoFreeSlots() async throws {
        let running = RunningJobs(slots: 1)
        running.setQuiet(true)
        let asked = Task { await running.freeSlots() }
        for _ in 0..<100 { await Task.yield() }
        running.close()
        #expect(await asked.value == nil)
        let other = RunningJobs(slots: 2)
        other.setQuiet(true)
        let again = Task { await other.freeSlots() }
        other.setQuiet(false)
        #expect(await again.value == 2)
    }

    @Test func aSecondRequestToStopGivesBackAtOnce() async throws {
        let queue = InMemoryJobQueue()
        let (started, start) = AsyncStream.makeStream(of: Void.self)
        let worker = worker(queue) { context in
            context.enter(stage: "model", isCostly: true)
            start.yield()
            try await Task.sleep(for: .seconds(3600))
            return .completed(JobResult())
        }
        try await queue.enqueue(envelopes("a", 1))
        try await run([worker]) {
            for await _ in started { break }
            worker.releaseNow()
        }
        #expect(queue.waitingCount() == 1 && queue.inFlightCount() == 0)
    }

    @Test func aWorkerThatIsTooLargeEndsByItself() async throws {
        let queue = InMemoryJobQueue()
        let worker = worker(queue, memoryLimit: 1) { _ in .completed(JobResult()) }
        try await worker.run()
        #expect(try await queue.workers(limit: 10).isEmpty)
        #expect(MemoryWatch.residentBytes() ?? 0 > 1 << 20)
    }
}
