// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CurlHTTP
import DatadogTracing
import LLMExperiments

/// Whether an experiment is told to Datadog, and its telemetry.
struct MirrorOptions: ParsableArguments {
    @Flag(
        help: """
            Send records and results to Datadog's experiments, too, as LLM Observability; the dataset of this name there is \
            brought up to date.
            """
    )
    var mirror = false

    @Flag(
        help:
            "With --mirror, take records that are not in this dataset out of Datadog's newest version, whoever made them."
    )
    var mirrorPrune = false

    @OptionGroup var redaction: RedactionOptions

    func validate() throws {
        guard mirror || !mirrorPrune else { throw ValidationError("--mirror-prune goes with --mirror") }
    }

    /// Runs the body with telemetry going where the environment says, and with the platform if that is wanted.
    func observing<Value: Sendable>(
        _ body: @escaping @Sendable (ExperimentPlatform?) async throws -> Value
    ) async throws -> Value {
        let telemetry = try ExperimentTelemetry(isMirrored: mirror, redaction: redaction)
        let transport = CurlTransport(logger: .silent)
        let result: Result<Value, any Error>
        do {
            let platform = mirror ? try self.platform(telemetry.tracer.agent, transport) : nil
            if mirror { try telemetry.checkMirror() }
            result = .success(try await telemetry.during { try await body(platform) })
        } catch {
            result = .failure(error)
        }
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
