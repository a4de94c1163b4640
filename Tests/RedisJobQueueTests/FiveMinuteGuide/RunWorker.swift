// SPDX-License-Identifier: Apache-2.0

import JobQueue
import Logging
import RedisJobQueue
import ServiceLifecycle
import UnixSignals

func runWorker(redis: String, logger: Logger) async throws {
    var registry = JobRegistry()
    registry.register("thumbnail", payload: Thumbnail.self, handler: makeThumbnail)
    let worker = JobWorker(
        driver: try RedisJobQueue(url: redis, logger: logger),
        registry: registry,
        concurrency: 16,
        logger: logger
    )
    try await ServiceGroup(services: [worker], gracefulShutdownSignals: [.sigterm], logger: logger).run()
}
