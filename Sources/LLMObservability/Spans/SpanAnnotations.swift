// SPDX-License-Identifier: Apache-2.0

import JSON

/// What a span was annotated with.
struct SpanAnnotations: Sendable {
    var input: LLMObs.Content?
    var output: LLMObs.Content?
    var expectedOutput: LLMObs.Content?
    /// Of an experiment's task.
    var configuration = JSONObject()
    var prompt: LLMObs.Prompt?
    var toolDefinitions: [LLMObs.ToolDefinition] = []
    var metadata = JSONObject()
    var metrics: [String: Double] = [:]
    var tags: [String: String] = [:]
    var costTags: [String] = []
    var agent: LLMObs.AgentManifest?
}
