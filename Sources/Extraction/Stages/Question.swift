// SPDX-License-Identifier: Apache-2.0

import ModelClient

/// A prompt and who may be asked.
struct Question: Sendable {
    var prompt: Prompt
    /// The chain, first choice first; never empty.
    var models: [String]
    let sampling: SamplingParameters
    let allowsSafetyFallback: Bool
    let budget: JobBudget?
    let fileCount: Int

    func request(
        to model: String,
        timeout: Duration,
        streaming: StreamingTimeouts?
    ) -> ModelRequest {
        ModelRequest(
            model: model,
            parts: prompt.parts,
            responseSchema: prompt.responseSchema,
            sampling: sampling,
            timeout: timeout,
            budget: budget,
            streaming: streaming
        )
    }
}
