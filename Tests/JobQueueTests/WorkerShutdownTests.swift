// SPDX-License-Identifier: Apache-2.0

import JSON
import Logging
import ServiceLifecycle
import Synchronization
import TestSupport
import Testing

@testable import JobQueue

/// A worker that shuts down returns within its time, whatever the queue or its handlers do.
@Suite(.timeLimit(.minutes(1))) struct WorkerShutdownTests {
    private static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    private let queue = StubbornQueue()
    private let started = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingOldest(10))

    private func configuration(drain: Duration = .zero) -> WorkerConfiguration {
        var configuration = WorkerConfiguration(worker: "w", concurrency: 4)
        configuration.lease = .seconds(3600)
        configuration.drainTimeout = drain
        configuration.leaveTimeout = .milliseconds(200)
        return configuration
    }

    /// Runs a worker until `body` has ended, then shuts it down kindly.
    private func withWorker(
        _ configuration: WorkerConfiguration,
        handler: @escaping JobHandler,
        _ body: (JobWorker) async throws -> Void
    ) async throws {
        var registry = JobRegistry()
        registry.register(JobEnvelope.defaultType, handler: handler)
        let worker = JobWorker(
            driver: queue,
            registry: registry,
            identity: WorkerIdentity(),
            configuration: configuration,
            logger: Self.logger
        )
        let services = ServiceGroup(services: [worker], logger: Self.logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await services.run() }
            try await body(worker)
            await services.triggerGracefulShutdown()
            try await group.waitForAll()
        }
    }

    private func jobStarted() async { for await _ in started.stream { break } }

    @Test func aHandlerDeafToCancellationDoesNotHoldTheWorker() async throws {
        let gate = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingOldest(1))
        let hasEnded = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingOldest(1))
        try await queue.enqueue([Array(#"{"id":"deaf"}"#.utf8)])
        try await withWorker(configuration()) { [started] context in
            context.enter(stage: "model", isCostly: true)
            started.continuation.yield()
            // A task of its own hears nothing of the cancellation.
            await Task { for await _ in gate.stream { break } }.value
            defer { hasEnded.continuation.yield() }
            return .completed(JobResult())
        } _: { _ in
            await jobStarted()
        }
        #expect(queue.queue.waitingCount() == 1, "the job was given back")
        #expect(queue.queue.inFlightCount() == 0)
        let settlements = queue.state.withLock(\.settlements)
        gate.continuation.yield()
        for await _ in hasEnded.stream { break }
        #expect(queue.state.withLock(\.settlements) == settlements && queue.queue.resultCount() == 0)
    }

    @Test(arguments: [false, true])
    func aQueueOutOfReachDoesNotHoldTheWorker(hasJob: Bool) async throws {
        if hasJob { try await queue.enqueue([Array(#"{"id":"paid"}"#.utf8)]) }
        try await withWorker(configuration(drain: .milliseconds(100))) { [started, queue] context in
            context.enter(stage: "model", isCostly: true)
            queue.state.withLock { $0.isReachable = false }
            started.continuation.yield()
            return .completed(JobResult())
        } _: { _ in
            for await _ in queue.waits.stream { break }
            if hasJob { await jobStarted() }
            queue.state.withLock { $0.isReachable = false }
        }
        #expect(queue.queue.inFlightCount() == (hasJob ? 1 : 0), "its lease ends, and others find it")
    }

    @Test func whatWasReachedIsWrittenIfTheQueueComesBackInTime() async throws {
        try await queue.enqueue([Array(#"{"id":"paid"}"#.utf8)])
        try await withWorker(configuration(drain: .seconds(3600))) { [started, queue] context in
            context.enter(stage: "model", isCostly: true)
            queue.state.withLock { $0.isReachable = false }
            started.continuation.yield()
            return .completed(JobResult())
        } _: { worker in
            await jobStarted()
            Task { [queue] in
                await #expect(throws: Never.self) {
                    try await eventually("two tries to settle") { queue.state.withLock { $0.settlements >= 2 } }
                }
                queue.state.withLock { $0.isReachable = true }
            }
        }
        #expect(queue.queue.resultCount() == 1 && queue.queue.inFlightCount() == 0)
    }

    @Test func aQuietWorkerGivesBackWhatItReceived() async throws {
        try await withWorker(configuration()) { _ in
            .completed(JobResult())
        } _: { worker in
            for await _ in queue.waits.stream { break }
            await worker.quiet()
            try await queue.enqueue([Array(#"{"id":"staged"}"#.utf8)])
            // Nobody else waits, so it was this worker that received the job.
            for await _ in queue.returns.stream { break }
            let batch = try await queue.claim(upTo: 1, worker: "other", lease: .seconds(30))
            #expect(batch.deliveries.count == 1)
        }
    }

    @Test func aWorkerHeedsWhatTheOperatorOfTheQueueWants() async throws {
        var configuration = configuration()
        configuration.heartbeatInterval = .milliseconds(10)
        let worker = configuration.worker
        try await withWorker(configuration) { _ in
            .completed(JobResult())
        } _: { _ in
            func tell(quiet: Bool) async throws {
                #expect(try await queue.queue.setQuiet(quiet, worker: worker))
                try await eventually("the worker to heed it") {
                    try await queue.queue.workers(limit: 1).first?.status["quiet"]?.boolValue == quiet
                }
            }
            for await _ in queue.waits.stream { break }
            try await tell(quiet: true)
            try await queue.enqueue([Array(#"{"id":"waits"}"#.utf8)])
            let batch = try await queue.claim(upTo: 1, worker: "other", lease: .seconds(30))
            #expect(batch.deliveries.count == 1, "it is left to others")
            try await queue.enqueue([Array(#"{"id":"later"}"#.utf8)])
            try await tell(quiet: false)
            try await eventually("the result") { queue.queue.resultCount() == 1 }
        }
    }

    @Test func aJobDoesNotWaitForSlotsThatOtherQueuesHold() async throws {
        let pool = SlotPool(slots: 1, order: .strict)
        var configuration = configuration()
        configuration.share = SlotShare(of: pool, weight: 1)
        try await withWorker(configuration) { _ in
            .completed(JobResult())
        } _: { _ in
            for await _ in queue.waits.stream { break }
            // Another queue takes the only slot while this one waits for a job.
            #expect(await pool.acquire(upTo: 1, weight: 9) == 1)
            try await queue.enqueue([Array(#"{"id":"staged"}"#.utf8)])
            // Nobody else waits, so it was this worker that received the job.
            for await _ in queue.returns.stream { break }
            let batch = try await queue.claim(upTo: 1, worker: "other", lease: .seconds(30))
            #expect(batch.deliveries.count == 1)
            pool.release(1)
        }
        #expect(await pool.acquire(upTo: 2, weight: 1) == 1)
    }
}
