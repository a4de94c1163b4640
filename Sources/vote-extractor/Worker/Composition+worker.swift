// SPDX-License-Identifier: Apache-2.0

import Crypto
import Extraction
import JobQueue
import Logging
import Metrics
import ModelClient
import RedisJobQueue

extension Composition {
    func concurrency(_ index: Int) -> Int {
        index == 0 ? options.concurrency : shared.alsoQueue[index - 1].concurrency ?? options.concurrency
    }

    func worker(
        _ queue: RedisJobQueue,
        parts: SharedParts,
        share: SlotShare?,
        concurrency: Int,
        metrics: any MetricsFactory
    ) throws -> JobWorker {
        let job = ExtractionJob(
            pipeline: try pipeline(queue, parts),
            budget: calls.jobBudget,
            metrics: ExtractionMetrics(
                prefix: Self.metricsPrefix,
                countsCache: options.resultCacheLifetime != nil,
                factory: metrics
            ),
            keepsBadAnswers: options.keepBadAnswers
        )
        var registry = JobRegistry()
        registry.register(JobEnvelope.defaultType) { await job.perform($0) }
        let identity = WorkerIdentity(version: Version.current)
        var configuration = WorkerConfiguration(worker: identity.id, concurrency: concurrency)
        configuration.share = share
        configuration.seal = try queueOptions.seal(of: queue.queueName)
        configuration.requiresSealed = queueOptions.sealing.requireSealed
        configuration.memoryLimit = options.memoryLimit
        configuration.drainTimeout = .seconds(options.drainSeconds)
        configuration.lease = .seconds(options.leaseSeconds)
        configuration.metricsPrefix = Self.metricsPrefix
        configuration.heartbeatInterval = .seconds(options.leaseSeconds) / 3
        logger.info(
            "worker starts",
            metadata: ["worker": "\(identity.id)", "queue": "\(queue.queueName)", "model": "\(options.model)"]
        )
        return JobWorker(
            driver: queue,
            registry: registry,
            middleware: [
                TracingMiddleware(operationName: "extraction.job", messagingSystem: "redis"), LoggingMiddleware(),
            ],
            identity: identity,
            configuration: configuration,
            logger: logger,
            metrics: metrics
        )
    }

    private func pipeline(_ queue: RedisJobQueue, _ parts: SharedParts) throws -> ExtractionPipeline {
        let seal = try queueOptions.seal(of: queue.queueName)
        return ExtractionPipeline(
            configuration: ExtractionConfiguration(
                model: options.model,
                fallbackModels: options.fallbackModel,
                fetch: options.files.fetch(roots: options.fileRoot, allowsPlainHTTP: options.allowHTTP),
                maximumPages: options.files.maxPages,
                modelTimeout: .seconds(calls.modelTimeoutSeconds),
                streaming: calls.streaming,
                hedgeAfter: calls.hedgeAfter,
                thinking: calls.thinkingEffort,
                secondOpinion: try options.secondOpinionPolicy()
            ),
            router: parts.router,
            transport: parts.files,
            buckets: parts.buckets,
            blobs: SealedBlobs(queue: queue, seal: seal, requiresSealed: queueOptions.sealing.requireSealed),
            imaging: parts.imaging,
            profile: try options.profiles.chosen(),
            memory: parts.memory,
            cache: options.resultCacheLifetime.map {
                QueueResultCache(queue: queue, lifetime: $0, seal: seal, logger: logger)
            },
            sha256: { SHA256.hexadecimal(of: $0) }
        )
    }
}
