// SPDX-License-Identifier: Apache-2.0

public import JSON
import LLMObservability

/// The `prompt` member of a result: enough to find the template again, and to see that it is the same.
public struct PromptSummary: Sendable, Hashable {
    /// The profile's name.
    public let id: String
    /// The profile's version.
    public let version: String
    /// The SHA-256 of the template.
    public let sha256: String

    /// The `prompt` member of results and of failed runs.
    public var json: JSONValue {
        ["id": .string(id), "version": .string(version), "sha256": .string(sha256)]
    }
}

extension LLMObs.Prompt {
    /// The prompt as LLM Observability tracks it.
    init(_ profile: ExtractionProfile, _ summary: PromptSummary) {
        self.init(
            id: summary.id,
            version: summary.version,
            template: .text(profile.template),
            tags: ["sha256": summary.sha256],
            contextVariables: ExtractionProfile.variables
        )
    }

    /// The prompt of one call, with what was put in; without it unless texts may be sent.
    func filled(with variables: [String: String]) -> Self {
        guard LLMObs.client?.configuration.capturesContent == true else { return self }
        var prompt = self
        prompt.variables = variables
        return prompt
    }
}
