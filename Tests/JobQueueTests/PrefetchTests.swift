// SPDX-License-Identifier: Apache-2.0

import Logging
import ServiceLifecycle
import Synchronization
import TestSupport
import Testing

@testable import JobQueue

/// Jobs that a worker claims beyond its slots.
@Suite struct PrefetchTests {
    private static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    private func shelved(_ numbers: ClosedRange<Int64>, _ running: RunningJobs) -> [RunningJobs.Shelved] {
        let deliveries = numbers.map { Delivery(number: $0, bytes: []) }
        return zip(deliveries, running.add(deliveries)).map { delivery, job in
            RunningJobs.Shelved(delivery: delivery, job: job, claimedAt: .now)
        }
    }

    @Test func onlyWhatHasASlotBegins() async throws {
        let running = RunningJobs(slots: 2)
        running.setPrefetch(3)
        let begun = running.shelve(shelved(1...5, running))
        #expect(begun.map(\.delivery.number) == [1, 2])
        #expect(running.slotsFreeNow() == nil)
        let next = Task { await running.shelvedForFreeSlots() }
        running.release(begun[1].job, .delivery)
        #expect(await next.value?.map(\.delivery.number) == [3])
        #expect(running.slotsFreeNow() == 1)
        running.close()
        #expect(await running.shelvedForFreeSlots() == nil)
    }

    @Test func whatHasNotBegunIsGivenBackAtOnce() async throws {
        let driver = FakeDriver()
        let running = RunningJobs(slots: 1)
        let configuration = WorkerConfiguration(worker: "w", concurrency: 1)
        let settler = Settler(
            driver: driver,
            running: running,
            configuration: configuration,
            status: WorkerStatus(worker: WorkerIdentity(), concurrency: 1),
            logger: Self.logger
        )
        let begun = running.shelve(shelved(1...3, running))
        begun[0].job.enter(stage: "model", isCostly: true)
        let departure = Departure(
            running: running,
            settler: settler,
            configuration: configuration,
            logger: Self.logger
        )
        let end = Task { await departure.run() }
        try await eventually("two jobs given back") { driver.state.withLock(\.settled).count >= 2 }
        #expect(driver.state.withLock(\.settled).sorted() == [2, 3])
        settler.submit(.release, of: begun[0].job)
        _ = await end.value
        #expect(running.count == 0)
    }

    @Test func slotsBoundWhatRuns() async throws {
        let queue = InMemoryJobQueue()
        try await queue.enqueue((0..<300).map { Array(#"{"id":"j\#($0)"}"#.utf8) })
        let identity = WorkerIdentity()
        var configuration = WorkerConfiguration(worker: identity.id, concurrency: 3)
        configuration.prefetch = 50
        configuration.waitTimeout = .milliseconds(50)
        let running = Mutex((now: 0, most: 0))
        var registry = JobRegistry()
        registry.register(JobEnvelope.defaultType) { _ in
            running.withLock { running in
                running.now += 1
                running.most = max(running.most, running.now)
            }
            await Task.yield()
            running.withLock { $0.now -= 1 }
            return .completed(JobResult())
        }
        let worker = JobWorker(
            driver: queue,
            registry: registry,
            identity: identity,
            configuration: configuration,
            logger: Self.logger
        )
        let group = ServiceGroup(services: [worker], logger: Self.logger)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            try await eventually("300 jobs") { worker.status.counts.completed >= 300 }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
        #expect(running.withLock(\.most) <= 3)
        #expect(worker.status.counts.released == 0)
    }
}
