// SPDX-License-Identifier: Apache-2.0

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

    static let metricsPrefix = "vote_extractor"

    /// When the workers end by themselves, the process does.
    private static func ending(_ workers: JobWorkerGroup) -> ServiceGroupConfiguration.ServiceConfiguration {
        .init(service: workers, successTerminationBehavior: .gracefullyShutdownGroup)
    }

    private func open(_ name: String? = nil) throws -> RedisJobQueue {
        try queueOptions.open(name, clientName: "vote-extractor-worker", limits: limits, logger: logger)
    }
}
