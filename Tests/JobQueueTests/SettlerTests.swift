// SPDX-License-Identifier: Apache-2.0

import Logging
import Synchronization
import TestSupport
import Testing

@testable import JobQueue

@Suite struct SettlerTests {
    private let driver = FakeDriver()
    private let running = RunningJobs(slots: 200)
    private let status = WorkerStatus(worker: WorkerIdentity(), concurrency: 200)
    private let settler: Settler

    init() {
        settler = Settler(
            driver: driver,
            running: running,
            configuration: WorkerConfiguration(worker: "w", concurrency: 200),
            status: status,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    /// Holds up the first call, until what comes back is called.
    private func closeGate() -> () -> Void {
        let gate = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingOldest(1))
        let opening = Task {
            for await _ in gate.stream { break }
        }
        driver.state.withLock { $0.gate = opening }
        return { gate.continuation.yield() }
    }

    private func slots(_ numbers: ClosedRange<Int64>) -> [RunningJob] {
        running.add(numbers.map { Delivery(number: $0, bytes: []) })
    }

    @Test func whatComesMeanwhileSharesTheNextCall() async throws {
        let openGate = closeGate()
        let slots = slots(1...100)
        settler.submit(.release, of: slots[0])
        try await eventually("the first call") { driver.state.withLock { !$0.calls.isEmpty } }
        for slot in slots.dropFirst() { settler.submit(.release, of: slot) }
        #expect(running.count == 100)
        openGate()
        await running.allGone()
        #expect(driver.state.withLock { $0.calls.map(\.count) } == [1, 99])
        #expect(status.counts.released == 100)
    }

    /// Or else the store idles while the worker puts the next call together.
    @Test func aFullCallDoesNotWaitForTheOneUnderWay() async throws {
        let openGate = closeGate()
        let slots = slots(1...151)
        settler.submit(.release, of: slots[0])
        try await eventually("the first call") { driver.state.withLock { !$0.calls.isEmpty } }
        for slot in slots.dropFirst() { settler.submit(.release, of: slot) }
        try await eventually("the second call") { driver.state.withLock { $0.calls.count == 2 } }
        openGate()
        await running.allGone()
        #expect(driver.state.withLock { $0.calls.map(\.count) } == [1, 100, 50])
        #expect(status.counts.released == 151)
    }

    /// A worker that is woken for each of them claims jobs one by one.
    @Test func slotsThatEndTogetherAreFreeTogether() async throws {
        let openGate = closeGate()
        let slots = slots(1...200)
        let free = Task { await running.freeSlots() }
        let other = Task { await settler.settle(201, as: .release) }
        try await eventually("the first call") { driver.state.withLock { !$0.calls.isEmpty } }
        for slot in slots.prefix(99) { settler.submit(.release, of: slot) }
        openGate()
        #expect(await free.value == 99)
        await other.value
    }

    @Test func aJobAtFaultAnswersForItselfAlone() async throws {
        driver.state.withLock { $0.refused = [3] }
        for slot in slots(1...20) { settler.submit(.release, of: slot) }
        await running.allGone()
        #expect(driver.state.withLock { $0.settled.sorted() } == (1...20).filter { $0 != 3 })
        #expect(status.counts.released == 19 && status.counts.lost == 1)
    }

    @Test func aLargeSettlementGoesAlone() async throws {
        let large = [UInt8](repeating: 0, count: 2 << 20)
        let openGate = closeGate()
        let slots = slots(1...3)
        settler.submit(.release, of: slots[0])
        try await eventually("the first call") { driver.state.withLock { !$0.calls.isEmpty } }
        settler.submit(.finish(jobID: "x", result: large), of: slots[1])
        settler.submit(.release, of: slots[2])
        openGate()
        await running.allGone()
        #expect(driver.state.withLock(\.calls) == [[1], [2], [3]])
    }
}
