// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Crypto
import CurlHTTP
import DatadogTracing
import Extraction
import Imaging
import JobQueue
import LLMObservability
import Logging
import Metrics
import ModelClient
import RedisJobQueue
import ServiceLifecycle
import Tracing
import UnixSignals
import WorkerHealth

/// Builds a worker process out of the libraries.
struct Composition {
    let queueOptions: QueueOptions
    let limits: JobQueueLimits
    let options: WorkerOptions
    let shared: SharedQueueOptions
    let models: ModelOptions
    let calls: ModelCallOptions
    let tracing: DatadogTracingConfiguration
    let llmobs: LLMObsConfiguration
    let logger: Logger

    /// Runs the worker until it is told to stop: the worker ends first, telemetry last.
    func run() async throws {
        let queue = try open()
        let transport = CurlTransport(configuration: openTransport, logger: logger)
        let guarded = CurlTransport(configuration: guardedTransport, logger: logger)
        let telemetry = DatadogTelemetry(configuration: tracing, logger: logger)
        InstrumentationSystem.bootstrap(telemetry.tracer)
        let gates = try SharedGates(queueOptions, clientName: "vote-extractor-worker-gates", logger: logger)
        let queues = [queue] + (try shared.alsoQueue.map { try open($0.name) })
        let shares = shared.shares(concurrency: options.concurrency)
        let router = try router(transport, gates)
        let prometheus = PrometheusRegistry()
        let metrics = MultiplexMetricsHandler(
            factories: [prometheus] + (tracing.metrics.sendsRuntimeMetrics ? [telemetry.metrics] : [])
        )
        let parts = SharedParts(
            router: router,
            files: guarded,
            buckets: try options.buckets.access(transport: transport),
            imaging: ImagePreparer(limits: imagingLimits),
            memory: MemoryBudget(bytes: options.memoryBudget.documents)
        )
        let workers = try queues.indices.map { index in
            try worker(
                queues[index],
                parts: parts,
                share: shares?[index],
                concurrency: concurrency(index),
                metrics: metrics
            )
        }
        if let warning = options.graceWarning { logger.warning("\(warning)") }
        let vitals = WorkerVitals(of: workers)
        var services: [any Service] = [
            telemetry, SystemdNotifier(environment: Environment.all, vitals: vitals, logger: logger),
            WorkerSignals(workers: workers, logger: logger), ServerCheck(queue: queue, logger: logger),
        ]
        if llmobs.isEnabled == true {
            let client = LLMObsClient(configuration: llmobs, tracer: telemetry.tracer, logger: logger)
            LLMObs.enable(client)
            services.insert(client, at: 1)
        } else if llmobs.isEnabled == nil {
            // Whoever wrote a value that cannot be used may have meant yes.
            for mistake in llmobs.mistakes { logger.warning("a setting has no effect: \(mistake.message)") }
        }
        if let address = options.probes {
            services.insert(health(at: address, vitals, prometheus, queues), at: 1)
        }
        var configuration = ServiceGroupConfiguration(
            services: services.map { .init(service: $0) } + [Self.ending(JobWorkerGroup(workers))],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        configuration.maximumCancellationDuration = .seconds(10)
        try await ServiceGroup(configuration: configuration).run()
        for queue in queues { await queue.close() }
        await gates.close()
        await guarded.shutdown()
        await transport.shutdown()
    }

    private func health(
        at address: HealthAddress,
        _ vitals: WorkerVitals,
        _ metrics: PrometheusRegistry,
        _ queues: [RedisJobQueue]
    ) -> HealthServer {
        HealthServer(
            address: address,
            vitals: vitals,
            metrics: metrics,
            queues: QueueFigures(
                of: queues.map { ($0.queueName, $0) },
                prefix: Self.metricsPrefix,
                logger: logger
            ),
            logger: logger
        ) { [logger] in logger.info("health server listens", metadata: ["address": "\($0)"]) }
    }

    private static let metricsPrefix = "vote_extractor"

    /// When the workers end by themselves, the process does.
    private static func ending(_ workers: JobWorkerGroup) -> ServiceGroupConfiguration.ServiceConfiguration {
        .init(service: workers, successTerminationBehavior: .gracefullyShutdownGroup)
    }

    private func open(_ name: String? = nil) throws -> RedisJobQueue {
        try queueOptions.open(name, clientName: "vote-extractor-worker", limits: limits, logger: logger)
    }

    private func concurrency(_ index: Int) -> Int {
        index == 0 ? options.concurrency : shared.alsoQueue[index - 1].concurrency ?? options.concurrency
    }

    private func worker(
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
                fetch: FetchConfiguration(fileRoots: options.fileRoot, allowsPlainHTTP: options.allowHTTP),
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

    /// A worker whose models nobody answers for would only collect failures, and so would one whose budgets fit none.
    private func router(_ transport: any HTTPTransport, _ gates: SharedGates) throws -> ModelRouter {
        let dayBudget = calls.dayBudget
        let router = ModelRouter(
            routes: try ModelProviders(options: models, transport: transport).routes(),
            prices: try Self.freeModels.overridden(by: models.modelPrices()),
            gates: gates.store,
            configuration: try calls.gates(),
            spending: Spending(store: gates.spending, dayLimit: dayBudget)
        )
        let hasBudget = dayBudget != nil || calls.jobBudget != nil
        for model in [options.model] + options.fallbackModel {
            do throws(ModelError) {
                _ = try router.provider(for: model)
            } catch {
                throw ValidationError("\(error.message); \(ModelProviders.hint)")
            }
            guard !hasBudget || router.price(of: model) != nil else {
                throw ValidationError(
                    "no budget can be kept without a price of \(model): add it with --prices, under the model's own name"
                )
            }
        }
        return router
    }

    /// Our own model asks for no money.
    private static let freeModels = ModelPrices(
        currency: ModelPrices.builtIn.currency,
        models: ["local-model": ModelPrice(TokenPrices(input: 0, output: 0))]
    )

    private var imagingLimits: ImagingLimits {
        var limits = ImagingLimits()
        limits.maximumLongSide = options.maxLongSide
        limits.maximumDecodedBytes = options.memoryBudget.decoding
        return limits
    }

    /// The way to models and to buckets.
    private var openTransport: CurlTransportConfiguration {
        var configuration = roomyTransport
        // A second call may be made beside a late one.
        configuration.maximumConcurrent = max(configuration.maximumConcurrent, 2 * options.concurrency)
        return configuration
    }

    /// With a place for every file of all runs.
    private var roomyTransport: CurlTransportConfiguration {
        var configuration = CurlTransportConfiguration()
        let files = options.concurrency * FetchConfiguration().maximumFiles
        configuration.maximumQueued = max(configuration.maximumQueued, files)
        return configuration
    }

    /// Files come from where jobs say, so this way out reaches public addresses only.
    private var guardedTransport: CurlTransportConfiguration {
        var configuration = roomyTransport
        configuration.addressPolicy = .publicOnly(allowing: options.allowAddress)
        // Else a redirect of an https: address could still lead to plain http:.
        configuration.allowsPlainHTTP = options.allowHTTP
        return configuration
    }
}
