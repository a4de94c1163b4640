// SPDX-License-Identifier: Apache-2.0

/// Runs a function inside a span of kind task: a step that asks nobody outside.
///
/// In the body, `span` is the open `LLMObs.TaskSpan`. See ``Workflow(name:sessionID:mlApp:captureInputs:captureOutput:)``
/// for what macros have in common.
///
/// - Parameters:
///   - name: the span's name; the function's if nil.
///   - sessionID: to which talk or job the span belongs; that of the span above if nil.
///   - mlApp: the application; that of the span above, else the configured one, if nil.
///   - captureInputs: whether the arguments become the span's input, as JSON by name. A literal.
///   - captureOutput: whether what the function returns becomes the span's output, unless it is nil or the body
///     annotated one. A literal.
@attached(body)
public macro LLMTask(
    name: String? = nil,
    sessionID: String? = nil,
    mlApp: String? = nil,
    captureInputs: Bool = true,
    captureOutput: Bool = true
) = #externalMacro(module: "LLMObservabilityMacrosPlugin", type: "SpanMacro")
