// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import Logging
import Metrics
import ServiceLifecycle
import Tracing
import UnixSignals

func runShop(environment: [String: String]) async throws {
    let configuration = DatadogTracingConfiguration(environment: environment)
    LoggingSystem.bootstrap { label in
        JSONLogHandler(label: label, metadataProvider: .datadog(configuration))
    }
    let logger = Logger(label: "shop")
    let telemetry = DatadogTelemetry(configuration: configuration, logger: logger)
    InstrumentationSystem.bootstrap(telemetry.tracer)
    MetricsSystem.bootstrap(telemetry.metrics)

    let shop = Shop(tracer: telemetry.tracer, logger: logger, charge: Bank.charge)
    let services = ServiceGroup(
        services: [telemetry, ShopServer(shop: shop)],
        gracefulShutdownSignals: [.sigterm],
        logger: logger
    )
    try await services.run()
}
