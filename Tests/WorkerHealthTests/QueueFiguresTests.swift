// SPDX-License-Identifier: Apache-2.0

import JobQueue
import Logging
import Synchronization
import Testing

@testable import WorkerHealth

@Suite struct QueueFiguresTests {
    @Test func scrapesAtTheSameTimeShareOneReading() async {
        let queue = SlowQueue()
        let figures = QueueFigures(
            of: [("q", queue)],
            prefix: "p",
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        let texts = await withTaskGroup(of: [UInt8].self) { group in
            for _ in 0..<10 {
                group.addTask {
                    queue.begun.add(1, ordering: .relaxed)
                    return await figures.text()
                }
            }
            while queue.begun.load(ordering: .relaxed) < 10 { await Task.yield() }
            await queue.release()
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(queue.calls.withLock { $0 } == 1)
        #expect(Set(texts).count == 1)
        #expect(String(decoding: texts[0], as: UTF8.self).contains("p_queue_up{queue=\"q\"} 1\n"))
    }
}

/// An empty queue that answers when it is told to.
private final class SlowQueue: JobQueueInspector {
    /// Scrapes that are on their way.
    let begun = Atomic(0)
    let calls = Mutex(0)
    private let isReleased = Atomic(false)
    private let queue = InMemoryJobQueue()

    func release() async {
        while calls.withLock({ $0 }) == 0 { await Task.yield() }
        isReleased.store(true, ordering: .relaxed)
    }

    func statistics() async throws(JobQueueError) -> QueueStatistics {
        calls.withLock { $0 += 1 }
        while !isReleased.load(ordering: .relaxed), !Task.isCancelled { await Task.yield() }
        return try await queue.statistics()
    }

    func workers(limit: Int) async throws(JobQueueError) -> [WorkerSighting] { [] }
    func job(id: String) async throws(JobQueueError) -> JobSighting? { nil }
    func waitingJobs(offset: Int, limit: Int) async throws(JobQueueError) -> [[UInt8]] { [] }
    func delayedJobs(offset: Int, limit: Int) async throws(JobQueueError) -> [DelayedJob] { [] }
}
