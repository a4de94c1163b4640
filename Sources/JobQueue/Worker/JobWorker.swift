// SPDX-License-Identifier: Apache-2.0

public import Logging
public import Metrics
public import ServiceLifecycle

/// Takes jobs from a queue and runs them, each under a lease and to exactly one settlement.
///
/// Run it in a `ServiceGroup`. On graceful shutdown it stops claiming, gives back what has not become costly, waits for
/// the rest up to `drainTimeout`, gives back what is left, and returns. Cancelling it gives back everything at once. It
/// returns within `drainTimeout` and `leaveTimeout` together even if the queue is out of reach or a handler does not end.
/// ``quiet()`` only stops the claiming; ``releaseNow()`` cuts a shutdown's wait short.
public struct JobWorker: Service {
    private let driver: any JobQueueDriver
    private let registry: JobRegistry
    private let middleware: [any JobMiddleware]
    private let logger: Logger
    private let running: RunningJobs

    /// The name of its queue.
    public var queueName: String { driver.queueName }

    /// How it behaves.
    public let configuration: WorkerConfiguration

    /// The worker's counters.
    public let status: WorkerStatus

    /// Whether it does its work, at this moment.
    public var pulse: WorkerPulse { status.pulse(of: running) }

    /// Creates a worker.
    ///
    /// - Parameters:
    ///   - driver: The queue.
    ///   - registry: The handlers.
    ///   - middleware: Work around each run, the outermost first.
    ///   - identity: Who the worker is; its id must be that of `configuration`.
    ///   - configuration: How it behaves.
    ///   - logger: For the worker's own doings.
    ///   - metrics: Where its metrics go.
    public init(
        driver: any JobQueueDriver,
        registry: JobRegistry,
        middleware: [any JobMiddleware] = [],
        identity: WorkerIdentity,
        configuration: WorkerConfiguration,
        logger: Logger,
        metrics: any MetricsFactory = MetricsSystem.factory
    ) {
        self.driver = driver
        self.registry = registry
        self.middleware = middleware
        self.configuration = configuration
        self.logger = logger
        let metrics = WorkerMetrics(
            queue: driver.queueName,
            types: registry.types,
            prefix: configuration.metricsPrefix,
            factory: metrics
        )
        running = RunningJobs(slots: configuration.concurrency, share: configuration.share, metrics: metrics)
        status = WorkerStatus(worker: identity, concurrency: configuration.concurrency, metrics: metrics)
    }

    /// Claims no more jobs but goes on otherwise: what it has, it ends, and what others lose, it takes over.
    public func quiet() async {
        running.setQuiet(true)
        await driver.interruptWait()
    }

    /// Ends the wait of a shutdown: gives back at once what still runs.
    public func releaseNow() { running.hurry() }

    /// Works until shut down or cancelled. To be called once.
    public func run() async throws {
        let heartbeat = Heartbeat(
            driver: driver,
            configuration: configuration,
            running: running,
            status: status,
            logger: logger
        )
        guard await cancelWhenGracefulShutdown({ await register(heartbeat) }) else { return }
        let settler = Settler(
            driver: driver,
            running: running,
            configuration: configuration,
            status: status,
            logger: logger
        )
        let deadlines = RunDeadlines(running: running)
        let processor = processor(settler, deadlines)
        let end = await withTaskGroup { group in
            group.addTask(executorPreference: HeartbeatExecutor()) { await heartbeat.run() }
            group.addTask { await deadlines.run() }
            group.addTask { await reaper(settler).run() }
            group.addTask { await processor.serveShelf() }
            group.addTask { await self.closeOnShutdown() }
            group.addTask { await self.closeWhenTooLarge() }
            await ClaimLoop(
                driver: driver,
                processor: processor,
                running: running,
                configuration: configuration,
                status: status,
                logger: logger
            )
            .run()
            let departure = Departure(running: running, settler: settler, configuration: configuration, logger: logger)
            let end = await departure.run()
            group.cancelAll()
            return end
        }
        await leave(before: end)
    }

    /// However this task stands. Who cannot say goodbye in time is struck off once it has been silent for long.
    private func leave(before end: ContinuousClock.Instant) async {
        await Task {
            await withTaskGroup { group in
                group.addTask { try? await driver.leave(worker: configuration.worker) }
                group.addTask { try? await Task.sleep(until: end, clock: .continuous) }
                await group.next()
                group.cancelAll()
            }
        }.value
    }

    /// A worker is on the queue's list before it receives anything, or else nobody would look after what it received.
    ///
    /// False if the task was cancelled before the queue could be reached.
    private func register(_ heartbeat: Heartbeat) async -> Bool {
        let backoff = Backoff(base: .milliseconds(500), cap: .seconds(5))
        var attempt = 1
        while !Task.isCancelled {
            if await heartbeat.beat() { return true }
            try? await Task.sleep(for: backoff.delay(attempt: attempt))
            attempt += 1
        }
        return false
    }

    private func closeOnShutdown() async {
        if (try? await gracefulShutdown()) != nil {
            logger.info("worker was told to stop", metadata: ["running": "\(running.count)"])
        }
        running.close()
        await driver.interruptWait()
    }

    private func closeWhenTooLarge() async {
        guard let limit = configuration.memoryLimit, await MemoryWatch(limit: limit).waitUntilExceeded() else { return }
        logger.warning("the process holds more memory than it should, the worker ends", metadata: ["limit": "\(limit)"])
        running.close()
        await driver.interruptWait()
    }

    private func reaper(_ settler: Settler) -> Reaper {
        Reaper(driver: driver, configuration: configuration, settler: settler, status: status, logger: logger)
    }

    private func processor(_ settler: Settler, _ deadlines: RunDeadlines) -> JobProcessor {
        JobProcessor(
            driver: driver,
            running: running,
            runner: JobRunner(registry: registry, configuration: configuration, deadlines: deadlines),
            middleware: middleware,
            configuration: configuration,
            settler: settler,
            status: status,
            logger: logger
        )
    }
}
