// SPDX-License-Identifier: Apache-2.0

import Synchronization
import Testing

@testable import JobQueue

@Suite struct SettlementBatcherTests {
    private let driver = FakeDriver()

    /// Settles all of them at once; returns what became of each.
    private func settle(_ numbers: ClosedRange<Int64>, _ batcher: SettlementBatcher) async -> [Int64: Bool] {
        await withTaskGroup(of: (Int64, Bool).self) { group in
            for number in numbers {
                group.addTask {
                    await withCheckedContinuation { continuation in
                        batcher.submit(JobSettlement(delivery: number, as: .release)) { outcome in
                            continuation.resume(returning: (number, (try? outcome.get()) == .settled))
                        }
                    }
                }
            }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
    }

    @Test func whatComesMeanwhileSharesTheNextCall() async throws {
        let gate = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingOldest(1))
        let opening = Task {
            for await _ in gate.stream { break }
        }
        driver.state.withLock { $0.gate = opening }
        let batcher = SettlementBatcher(driver: driver, worker: "w")
        async let first = settle(1...1, batcher)
        while driver.state.withLock(\.calls.isEmpty) { await Task.yield() }
        let submitted = Mutex(0)
        let (done, isDone) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingOldest(200))
        for number in Int64(2)...151 {
            batcher.submit(JobSettlement(delivery: number, as: .release)) { _ in
                let count = submitted.withLock { count in
                    count += 1
                    return count
                }
                if count == 150 { isDone.finish() }
            }
        }
        gate.continuation.yield()
        for await _ in done {}
        #expect(await first == [1: true])
        #expect(driver.state.withLock { $0.calls.map(\.count) } == [1, 100, 50])
    }

    @Test func aJobAtFaultAnswersForItselfAlone() async throws {
        driver.state.withLock { $0.refused = [3] }
        let outcomes = await settle(1...20, SettlementBatcher(driver: driver, worker: "w"))
        #expect(outcomes.filter { !$0.value }.keys.sorted() == [3])
        #expect(driver.state.withLock { $0.settled.sorted() } == (1...20).filter { $0 != 3 })
    }

    @Test func aLargeSettlementGoesAlone() async throws {
        let large = [UInt8](repeating: 0, count: 2 << 20)
        let gate = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingOldest(1))
        let opening = Task {
            for await _ in gate.stream { break }
        }
        driver.state.withLock { $0.gate = opening }
        let batcher = SettlementBatcher(driver: driver, worker: "w")
        let (done, isDone) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingOldest(1))
        let settlements = [
            JobSettlement(delivery: 1, as: .release),
            JobSettlement(delivery: 2, as: .finish(jobID: "x", result: large)),
            JobSettlement(delivery: 3, as: .release),
        ]
        batcher.submit(settlements[0]) { _ in }
        while driver.state.withLock(\.calls.isEmpty) { await Task.yield() }
        batcher.submit(settlements[1]) { _ in }
        batcher.submit(settlements[2]) { _ in isDone.finish() }
        gate.continuation.yield()
        for await _ in done {}
        #expect(driver.state.withLock(\.calls) == [[1], [2], [3]])
    }
}
