// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import LLMObservability
import Logging
import ServiceLifecycle
import Tracing
import UnixSignals

func runHelpDesk(environment: [String: String]) async throws {
    let logger = Logger(label: "helpdesk")
    let telemetry = DatadogTelemetry(
        configuration: DatadogTracingConfiguration(environment: environment),
        logger: logger
    )
    InstrumentationSystem.bootstrap(telemetry.tracer)
    let llmobs = LLMObsClient(
        configuration: LLMObsConfiguration(environment: environment),
        tracer: telemetry.tracer,
        logger: logger
    )
    LLMObs.enable(llmobs)

    let services = ServiceGroup(
        services: [telemetry, llmobs, HelpDeskServer(desk: HelpDesk(handbook: .example, model: Model()))],
        gracefulShutdownSignals: [.sigterm],
        logger: logger
    )
    try await services.run()
}
