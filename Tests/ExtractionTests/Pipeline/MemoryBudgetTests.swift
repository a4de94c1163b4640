// SPDX-License-Identifier: Apache-2.0

import ModelClient
import TestSupport
import Testing

@testable import Extraction

@Suite("What the documents of all jobs may take")
struct MemoryBudgetTests {
    /// Waits until so many jobs wait.
    private func waiters(_ count: Int, _ budget: MemoryBudget) async throws {
        try await eventually("\(count) that wait") { budget.waiters == count }
    }

    @Test("Who comes first is served first, however little those behind need")
    func order() async throws {
        let budget = MemoryBudget(bytes: 100)
        let first = try await budget.reserve(60)
        let large = Task { try await budget.reserve(50) }
        try await waiters(1, budget)
        let small = Task { try await budget.reserve(10) }
        try await waiters(2, budget)
        first.resize(to: 20)
        let held = [try await large.value, try await small.value]
        #expect(budget.used == 80)
        #expect(budget.largestUse == 80)
        _ = (first, held)
    }

    @Test("What a job holds goes back when it ends")
    func release() async throws {
        let budget = MemoryBudget(bytes: 100)
        do {
            let held = try await budget.reserve(100)
            #expect(budget.used == 100)
            _ = held
        }
        #expect(budget.used == 0)
    }

    @Test("A job that needs more than there is gets all of it")
    func larger() async throws {
        let budget = MemoryBudget(bytes: 100)
        let held = try await budget.reserve(1_000)
        #expect(budget.used == 100)
        // Pages that came out larger than their documents are there already; others wait for them.
        held.resize(to: 130)
        #expect(budget.used == 130)
        let next = Task { try await budget.reserve(1) }
        try await waiters(1, budget)
        held.resize(to: 99)
        _ = try await next.value
        #expect(budget.largestUse == 130)
    }

    @Test("A cancelled job leaves the line, and those behind it move up")
    func cancellation() async throws {
        let budget = MemoryBudget(bytes: 100)
        let held = try await budget.reserve(60)
        let large = Task { try await budget.reserve(80) }
        try await waiters(1, budget)
        let small = Task { try await budget.reserve(40) }
        try await waiters(2, budget)
        large.cancel()
        let error = await #expect(throws: ExtractionError.self) { _ = try await large.value }
        #expect(error?.errorClass == .workerShutdown)
        let last = try await small.value
        #expect(budget.used == 100)
        _ = (held, last)
    }

    @Test("Two hundred jobs at once stay within the budget, and all are done")
    func manyJobs() async throws {
        let budget = MemoryBudget(bytes: 1_000)
        await withTaskGroup(of: Void.self) { group in
            for index in 0..<200 {
                group.addTask {
                    guard let held = try? await budget.reserve(100 + index) else { return }
                    await Task.yield()
                    held.resize(to: 20)
                    await Task.yield()
                }
            }
        }
        #expect(budget.used == 0 && budget.waiters == 0)
        #expect(budget.largestUse <= 1_000)
    }

    @Test("A run holds its pages, not its files, while the model is asked")
    func pagesOnly() async throws {
        let budget = MemoryBudget(bytes: 1_000_000)
        let fixture = try PipelineFixture(.hang, memory: budget)
        let run = Task { await fixture.run(ExtractionRequest(files: [Samples.file()])).outcome }
        await fixture.server.waitForRequests(1)
        // A page of one pixel, and the base64 that came with the job.
        #expect(budget.used > Samples.pngBase64.utf8.count && budget.used < 2_000)
        #expect(budget.largestUse == 1_000_000, "what the limits allow was reserved before the files came")
        run.cancel()
        _ = await run.value
        #expect(budget.used == 0)
    }
}
