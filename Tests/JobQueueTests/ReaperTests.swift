// SPDX-License-Identifier: Apache-2.0

import Logging
import Synchronization
import TestSupport
import Testing

@testable import JobQueue

@Suite struct ReaperTests {
    private let driver = FakeDriver()
    private let configuration = {
        var configuration = WorkerConfiguration(worker: "w", concurrency: 1)
        configuration.reapInterval = .milliseconds(1)
        return configuration
    }()
    private let status = WorkerStatus(worker: WorkerIdentity(), concurrency: 1)
    private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    private var reaper: Reaper {
        let settler = Settler(
            driver: driver,
            running: RunningJobs(slots: 1),
            configuration: configuration,
            status: status,
            logger: logger
        )
        return Reaper(driver: driver, configuration: configuration, settler: settler, status: status, logger: logger)
    }

    private var heartbeat: Heartbeat {
        Heartbeat(
            driver: driver,
            configuration: configuration,
            running: RunningJobs(slots: 1),
            status: status,
            logger: logger
        )
    }

    private func orphans(_ deliveries: ClosedRange<Int64>) -> [Orphan] {
        deliveries.map { number in
            let delivery = Delivery(number: number, bytes: Array(#"{"id":"x"}"#.utf8))
            return Orphan(delivery: delivery, lostDelivery: 1, lostBy: "dead", startedJobID: nil)
        }
    }

    private func lose(_ deliveries: ClosedRange<Int64>) {
        driver.state.withLock { $0.orphans = orphans(deliveries) }
    }

    @Test func aWorkerThatIsHeardTakesOver() async {
        lose(5...6)
        #expect(await heartbeat.beat())
        await reaper.reap()
        #expect(driver.state.withLock(\.settled).sorted() == [5, 6])
    }

    @Test func afterAnOutageOthersMaySpeakFirst() async {
        lose(5...6)
        driver.state.withLock { $0.isReachable = false }
        #expect(await !heartbeat.beat())
        driver.state.withLock { $0.isReachable = true }
        #expect(await heartbeat.beat())
        await reaper.reap()
        #expect(driver.state.withLock(\.takeovers) == 0)
    }

    /// All leases end at once then, those of workers that are well as well.
    @Test(arguments: [60, -60])
    func afterTheQueuesClockJumpedOthersMaySpeakFirst(seconds: Int) async throws {
        let run = Task { await reaper.run() }
        try await eventually("two takeovers") { driver.state.withLock { $0.takeovers >= 2 } }
        let reads = driver.state.withLock { state in
            state.clock = Moment(milliseconds: state.clock.milliseconds + seconds * 1000)
            state.settled = []
            state.orphans = orphans(5...6)
            return state.clockReads
        }
        try await eventually("five looks at the clock") {
            driver.state.withLock { $0.clockReads >= reads + 5 || !$0.settled.isEmpty }
        }
        #expect(driver.state.withLock(\.settled).isEmpty)
        run.cancel()
        await run.value
    }

    @Test func aWorkerThatLeavesSettlesNoMoreOrphans() async {
        lose(5...6)
        await Task {
            withUnsafeCurrentTask { $0?.cancel() }
            await reaper.reap()
        }.value
        #expect(driver.state.withLock(\.settled).isEmpty)
    }
}
