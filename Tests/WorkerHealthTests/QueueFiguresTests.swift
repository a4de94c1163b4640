// SPDX-License-Identifier: Apache-2.0

import Logging
import Synchronization
import TestSupport
import Testing

@testable import JobQueue
@testable import WorkerHealth

@Suite struct QueueFiguresTests {
    @Test func scrapesAtTheSameTimeShareOneReading() async throws {
        let queue = SlowQueue()
        let figures = QueueFigures(
            of: [("q", queue)],
            prefix: "p",
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        let texts = try await withThrowingTaskGroup(of: [UInt8].self) { group in
            for _ in 0..<10 {
                group.addTask {
                    queue.begun.add(1, ordering: .relaxed)
                    return await figures.text()
                }
            }
            try await eventually("ten scrapes") { queue.begun.load(ordering: .relaxed) == 10 }
            try await queue.release()
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(queue.calls.withLock { $0 } == 1)
        #expect(Set(texts).count == 1)
        #expect(String(decoding: texts[0], as: UTF8.self).contains("p_queue_up{queue=\"q\"} 1\n"))
    }

    @Test func deadLettersAreToldWithTheirBytesAndWhatHadToGo() async throws {
        var limits = JobQueueLimits()
        limits.deadLettersCap = 2
        let queue = InMemoryJobQueue(limits: limits)
        try await queue.enqueue((1...5).map { Array("job \($0)".utf8) })
        for delivery in try await queue.claim(upTo: 5, worker: "w", lease: .seconds(30)).deliveries {
            let bury = Settlement.bury(Self.letter("dl-\(delivery.number)"), original: nil, result: [])
            _ = try await queue.settle(delivery.number, worker: "w", as: bury)
        }
        let figures = QueueFigures(
            of: [("q", queue)],
            prefix: "p",
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        let text = String(decoding: await figures.text(), as: UTF8.self)
        let bytes = try await queue.deadLetterTotals().bytes
        for line in [
            #"p_queue_dead{queue="q"} 2"#, #"p_queue_dead_bytes{queue="q"} \#(bytes)"#,
            "# TYPE p_queue_dead_dropped_total counter", #"p_queue_dead_dropped_total{cause="count",queue="q"} 3"#,
            #"p_queue_dead_dropped_total{cause="age",queue="q"} 0"#,
            #"p_queue_dead_dropped_total{cause="bytes",queue="q"} 0"#,
        ] {
            #expect(text.contains(line + "\n"), "\(line) in \(text)")
        }
        #expect(bytes > 0)
    }

    @Test func howLongTheFirstInLineHasWaitedIsTold() async throws {
        func line(_ job: String?) async throws -> String? {
            let queue = InMemoryJobQueue { Moment(milliseconds: 1_000_000) }
            if let job { try await queue.enqueue([Array(job.utf8), Array(#"{"id":"b","enqueued_at":1}"#.utf8)]) }
            let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            let text = await QueueFigures(of: [("q", queue)], prefix: "p", logger: logger).text()
            let lines = String(decoding: text, as: UTF8.self).split(separator: "\n").map(String.init)
            return lines.first { $0.hasPrefix("p_queue_waiting_seconds{") }
        }
        #expect(try await line(#"{"id":"a","enqueued_at":990000}"#) == #"p_queue_waiting_seconds{queue="q"} 10"#)
        #expect(try await line(#"{"id":"a","enqueued_at":1000001}"#) == #"p_queue_waiting_seconds{queue="q"} 0"#)
        #expect(try await line(nil) == #"p_queue_waiting_seconds{queue="q"} 0"#)
        #expect(try await line(#"{"id":"a"}"#) == nil)
        #expect(try await line("no JSON") == nil)
    }

    private static func letter(_ id: String) -> DeadLetter {
        DeadLetter(
            id: id,
            jobID: nil,
            type: nil,
            failure: JobFailure(errorType: "input.corrupt", message: "m", stage: "fetch"),
            reason: .notRetryable,
            diedAt: .now,
            firstSeenAt: nil,
            worker: "w",
            redrives: 0,
            headers: [:],
            tags: [:],
            attempts: [],
            droppedAttempts: 0
        )
    }
}

/// An empty queue that answers when it is told to.
private final class SlowQueue: JobQueueInspector {
    /// Scrapes that are on their way.
    let begun = Atomic(0)
    let calls = Mutex(0)
    private let isReleased = Atomic(false)
    private let queue = InMemoryJobQueue()

    func release() async throws {
        try await eventually("a reading") { calls.withLock { $0 } > 0 }
        isReleased.store(true, ordering: .relaxed)
    }

    func statistics() async throws(JobQueueError) -> QueueStatistics {
        calls.withLock { $0 += 1 }
        try? await eventually("the release") { isReleased.load(ordering: .relaxed) }
        return try await queue.statistics()
    }

    func workers(limit: Int) async throws(JobQueueError) -> [WorkerSighting] { [] }
    func job(id: String) async throws(JobQueueError) -> JobSighting? { nil }
    func waitingJobs(offset: Int, limit: Int) async throws(JobQueueError) -> [[UInt8]] { [] }
    func firstWaitingJob() async throws(JobQueueError) -> [UInt8]? { nil }
    func delayedJobs(offset: Int, limit: Int) async throws(JobQueueError) -> [DelayedJob] { [] }
}
