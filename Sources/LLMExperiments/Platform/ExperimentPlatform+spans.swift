// SPDX-License-Identifier: Apache-2.0

package import LLMObservability

extension ExperimentPlatform {
    /// Checks that a client's spans, which are the platform's records, can get there at all.
    package static func checkSpans(of client: LLMObsClient?) throws(ExperimentError) {
        guard let client else {
            throw ExperimentError(
                .invalidExperiment,
                "A mirrored run needs LLM Observability, whose spans are the platform's records: call LLMObs.enable first."
            )
        }
        guard client.hasWay else {
            throw ExperimentError(
                .noPlatform,
                "The records of a mirrored run are spans of LLM Observability, which have no way to Datadog: set DD_API_KEY, "
                    + "or let DD_LLMOBS_AGENTLESS_ENABLED be false and name an agent."
            )
        }
    }
}
