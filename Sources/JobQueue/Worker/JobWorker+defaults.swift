// SPDX-License-Identifier: Apache-2.0

public import Logging

extension JobWorker {
    /// Creates a worker that is this process, with the defaults of ``WorkerConfiguration``.
    ///
    /// - Parameters:
    ///   - driver: The queue.
    ///   - registry: The handlers.
    ///   - middleware: Work around each run, the outermost first. Default: ``TracingMiddleware``, whose span is named `job`,
    ///     and ``LoggingMiddleware``; what is given stands in their place. Without a tracer in the process, spans cost
    ///     next to nothing and are nowhere.
    ///   - concurrency: Jobs that run at the same time; 1 to 10,000.
    ///   - logger: For the worker's own doings.
    ///   - configure: Changes what the defaults do not fit.
    public init(
        driver: any JobQueueDriver,
        registry: JobRegistry,
        middleware: [any JobMiddleware]? = nil,
        concurrency: Int,
        logger: Logger,
        configure: (inout WorkerConfiguration) -> Void = { _ in }
    ) {
        let identity = WorkerIdentity()
        var configuration = WorkerConfiguration(worker: identity.id, concurrency: concurrency)
        configure(&configuration)
        self.init(
            driver: driver,
            registry: registry,
            middleware: middleware
                ?? [
                    TracingMiddleware(operationName: "job", messagingSystem: driver.messagingSystem),
                    LoggingMiddleware(),
                ],
            identity: identity,
            configuration: configuration,
            logger: logger
        )
    }
}
