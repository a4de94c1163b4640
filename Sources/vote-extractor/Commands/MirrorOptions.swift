// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CurlHTTP
import DatadogTracing
import LLMExperiments
import LLMObservability
import Logging
import Tracing

/// Whether an experiment is told to Datadog, and its telemetry.
struct MirrorOptions: ParsableArguments {
    @Flag(
        help:
            "Send records and results to Datadog's experiments, too; the dataset of this name there is brought up to date."
    )
    var mirror = false

    /// Runs the body with traces going where the environment says, and with the platform if that is wanted.
    func observing<Value>(_ body: (ExperimentPlatform?) async throws -> Value) async throws -> Value {
        let (tracer, telemetry) = DatadogTracing.make(
            configuration: DatadogTracingConfiguration(environment: Environment.all),
            logger: .silent
        )
        InstrumentationSystem.bootstrap(tracer)
        let configuration = try LLMObsConfiguration(environment: Environment.all)
        let client =
            configuration.isEnabled
            ? LLMObsClient(configuration: configuration, tracer: tracer, logger: .silent) : nil
        let transport = CurlTransport(logger: .silent)
        let result: Result<Value, any Error>
        do {
            let platform = mirror ? try self.platform(tracer.agent, transport) : nil
            result = .success(try await LLMObs.withClient(client) { try await body(platform) })
        } catch {
            result = .failure(error)
        }
        await client?.flush()
        await telemetry.flush()
        await transport.shutdown()
        return try result.get()
    }

    private func platform(_ agent: AgentClient?, _ transport: CurlTransport) throws -> ExperimentPlatform {
        try ExperimentPlatform(
            configuration: PlatformConfiguration(environment: Environment.all),
            agent: agent,
            transport: transport
        )
    }
}
