// SPDX-License-Identifier: Apache-2.0

/// What a macro's spans stand for, by the macro's name.
enum SpanKind: String, CaseIterable {
    case workflow = "Workflow"
    case task = "LLMTask"
    case tool = "Tool"
    case llm = "LLM"
    case agent = "Agent"
    case retrieval = "Retrieval"
    case embedding = "Embedding"

    /// The closure of `LLMObs` in which the function's body runs.
    var closure: String { "\(self)" }

    /// What is captured unless the attribute says otherwise, as by ddtrace's decorators; the macros' declarations tell it.
    var capturesInputs: Bool { self != .llm && self != .embedding }
    var capturesOutput: Bool { self != .retrieval && self != .embedding }
}
