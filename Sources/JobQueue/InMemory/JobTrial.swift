// SPDX-License-Identifier: Apache-2.0

public import JSON
import Logging
import Synchronization

/// What became of one job that ran through the engine in memory: for tests of handlers.
///
///     let trial = try await JobTrial.run(["payload": ["name": "Ada"]]) { context in
///         .completed(JobResult(members: ["greeting": "hello"]))
///     }
///     #expect(trial.status == "succeeded" && trial.result["greeting"] == "hello")
///
/// Nothing waits: retries and delays come due at once. The rest is as in production, envelope, time limits, attempts and
/// result included; there is no heartbeat, so nobody cancels the job or takes it over.
public struct JobTrial: Sendable {
    /// The result envelope.
    public let result: JSONValue
    /// The dead letter, if the job became one.
    public let deadLetter: BuriedJob?
    /// How often the handler was called.
    public let runs: Int

    /// The result's status, such as `succeeded` or `failed`.
    public var status: String { result["status"]?.stringValue ?? "" }
    /// The class of the failure that the job ended with; nil if it did not.
    public var errorType: String? { result["error"]?["type"]?.stringValue }

    /// Runs a job until it has its result.
    ///
    /// - Parameters:
    ///   - job: The envelope. Without `id` it gets one.
    ///   - middleware: Work around each run, the outermost first.
    ///   - configure: Changes the worker's configuration, such as its attempts or its time limit.
    ///   - handler: The handler of the job's type.
    /// - Throws: ``JobQueueError`` if it has no result after 1,000 deliveries; `CancellationError` if the task is cancelled.
    public static func run(
        _ job: JSONObject,
        middleware: [any JobMiddleware] = [],
        configure: (inout WorkerConfiguration) -> Void = { _ in },
        handler: @escaping JobHandler
    ) async throws -> JobTrial {
        var configuration = WorkerConfiguration(worker: "trial", concurrency: 1)
        configure(&configuration)
        var job = job
        job["id"] = job["id"] ?? "trial"
        let runs = Mutex(0)
        var registry = JobRegistry()
        registry.register(job["type"]?.stringValue ?? JobEnvelope.defaultType) { context in
            runs.withLock { $0 += 1 }
            return try await handler(context)
        }
        let clock = LeapingClock()
        let queue = InMemoryJobQueue(name: "trial") { clock.now }
        let engine = TrialEngine(queue, registry: registry, middleware: middleware, configuration: configuration)
        try await queue.enqueue([JSONValue.object(job).serialized()])
        let result = try JSONValue(parsing: try await engine.result(leaping: clock))
        var letter: BuriedJob?
        if let id = result["error"]?["dead_letter_id"]?.stringValue { letter = try await queue.deadLetter(id: id) }
        return JobTrial(result: result, deadLetter: letter, runs: runs.withLock { $0 })
    }
}

/// The parts of a worker that take a claimed job to its settlement.
private struct TrialEngine {
    private static let mostDeliveries = 1000

    let queue: InMemoryJobQueue
    let configuration: WorkerConfiguration
    let running = RunningJobs(slots: 1)
    let deadlines: RunDeadlines
    let processor: JobProcessor

    init(
        _ queue: InMemoryJobQueue,
        registry: JobRegistry,
        middleware: [any JobMiddleware],
        configuration: WorkerConfiguration
    ) {
        let logger = Logger(label: "trial") { _ in SwiftLogNoOpLogHandler() }
        let status = WorkerStatus(worker: WorkerIdentity(), concurrency: 1)
        self.queue = queue
        self.configuration = configuration
        deadlines = RunDeadlines(running: running)
        let settler = Settler(
            driver: queue,
            running: running,
            configuration: configuration,
            status: status,
            logger: logger
        )
        processor = JobProcessor(
            driver: queue,
            running: running,
            runner: JobRunner(registry: registry, configuration: configuration, deadlines: deadlines),
            middleware: middleware,
            configuration: configuration,
            settler: settler,
            status: status,
            logger: logger
        )
    }

    func result(leaping clock: LeapingClock) async throws -> [UInt8] {
        let watch = Task { await deadlines.run() }
        defer { watch.cancel() }
        for _ in 0..<Self.mostDeliveries {
            let batch = try await queue.claim(upTo: 1, worker: configuration.worker, lease: configuration.lease)
            processor.process(batch)
            await running.allGone()
            try Task.checkCancellation()
            if let result = await queue.popResult() { return result }
            let next = try await queue.claim(upTo: 0, worker: configuration.worker, lease: configuration.lease)
            if let due = next.nextDue { clock.leap(to: due) }
        }
        throw JobQueueError(.invalid, "the job came back \(Self.mostDeliveries) times without an end")
    }
}

/// Time that passes as ever, and leaps to where the next job is due.
private final class LeapingClock: Sendable {
    private let ahead = Mutex(Duration.zero)

    var now: Moment { Moment.now.advanced(by: ahead.withLock { $0 }) }

    func leap(to moment: Moment) {
        ahead.withLock { $0 = max($0, moment.since(.now)) }
    }
}
