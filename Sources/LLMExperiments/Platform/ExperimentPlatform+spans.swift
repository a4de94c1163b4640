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
        guard client.configuration.sampleRate > 0 || !client.configuration.samplingRules.isEmpty else {
            throw ExperimentError(
                .invalidExperiment,
                "With DD_LLMOBS_SAMPLE_RATE=0 Datadog leaves every record of a mirrored run out: set it to 1, or do not mirror."
            )
        }
    }

    /// What may be missing of a mirrored run, in words; nil if sampling takes nothing away.
    static func samplingWarning(of client: LLMObsClient?) -> String? {
        guard let configuration = client?.configuration else { return nil }
        let rates = configuration.samplingRules.map(\.sampleRate) + [configuration.sampleRate]
        guard rates.contains(where: { $0 < 1 }) else { return nil }
        return "Datadog leaves records of this run out, as DD_LLMOBS_SAMPLE_RATE or DD_LLMOBS_SAMPLING_RULES say"
    }
}
