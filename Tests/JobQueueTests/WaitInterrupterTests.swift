// SPDX-License-Identifier: Apache-2.0

import Synchronization
import TestSupport
import Testing

@testable import JobQueue

@Suite struct WaitInterrupterTests {
    @Test func manyRequestsShareACallAndTheLastIsHeard() async throws {
        let driver = FakeDriver()
        let gate = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingOldest(1))
        let held = Task { for await _ in gate.stream { break } }
        driver.state.withLock { $0.gate = held }
        let interrupter = WaitInterrupter(driver: driver)
        interrupter.interrupt()
        try await eventually("the first call") { driver.state.withLock { $0.interrupts >= 1 } }
        for _ in 0..<100 { interrupter.interrupt() }
        gate.continuation.finish()
        try await eventually("the second call") { driver.state.withLock { $0.interrupts >= 2 } }
        await held.value
        for _ in 0..<1000 { await Task.yield() }
        #expect(driver.state.withLock { $0.interrupts } == 2)
        // One that comes when none is under way is heard as well.
        interrupter.interrupt()
        try await eventually("the third call") { driver.state.withLock { $0.interrupts >= 3 } }
    }
}
