// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Imaging

@Suite struct ConcurrencyTests {
    @Test func noMoreWorkAtOnceThanAllowed() async throws {
        let executor = ImagingExecutor(concurrency: 2)
        let running = Gauge()
        await withTaskGroup { group in
            for _ in 0..<40 {
                group.addTask {
                    try? await executor.run { () throws(ImagingError) in
                        running.enter()
                        usleep(500)
                        running.leave()
                    }
                }
            }
        }
        #expect(running.now == 0)
        #expect((1...2).contains(running.most))
    }

    @Test func cancelledWorkDoesNotBegin() async {
        let executor = ImagingExecutor(concurrency: 1)
        let gate = DispatchSemaphore(value: 0)
        let began = Gauge()
        async let first: Void? = try? executor.run { () throws(ImagingError) in gate.wait() }
        let second = Task<ImagingError.Code?, Never> {
            do throws(ImagingError) {
                try await executor.run { () throws(ImagingError) in began.enter() }
                return nil
            } catch {
                return error.code
            }
        }
        second.cancel()
        gate.signal()
        _ = await first
        #expect(await second.value == .cancelled)
        #expect(began.most == 0)
    }

    @Test func slotsAreNeverLost() async {
        let slots = Slots(count: 3)
        let running = Gauge()
        let tasks = (0..<300).map { _ in
            Task {
                guard await slots.acquire() else { return }
                running.enter()
                await Task.yield()
                running.leave()
                slots.release()
            }
        }
        for task in tasks[100..<200] { task.cancel() }
        for task in tasks { await task.value }
        #expect((1...3).contains(running.most))
        for _ in 0..<3 { #expect(await slots.acquire()) }
    }

    @Test func aCancelledTaskStopsWaiting() async {
        let slots = Slots(count: 1)
        #expect(await slots.acquire())
        let waiter = Task { await slots.acquire() }
        waiter.cancel()
        #expect(await waiter.value == false)
        slots.release()
        #expect(await slots.acquire())
    }
}
