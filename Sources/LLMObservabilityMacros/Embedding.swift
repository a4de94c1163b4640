// SPDX-License-Identifier: Apache-2.0

/// Runs a function inside a span of kind embedding: a call of a model that makes vectors of texts.
///
/// In the body, `span` is the open `LLMObs.EmbeddingSpan`. See ``Workflow(name:sessionID:mlApp:captureInputs:captureOutput:)``
/// for what macros have in common.
///
/// - Parameters:
///   - name: the span's name; the function's if nil.
///   - model: the model's name; `unknown` if nil.
///   - provider: who offers it, such as `google`; `unknown` if nil.
///   - sessionID: to which talk or job the span belongs; that of the span above if nil.
///   - mlApp: the application; that of the span above, else the configured one, if nil.
///   - captureInputs: whether the arguments become the span's input, as JSON by name in one document. Else the
///     body annotates documents. A literal.
///   - captureOutput: whether what the function returns becomes the span's output, unless it is nil or the body
///     annotated one. A literal.
@attached(body)
public macro Embedding(
    name: String? = nil,
    model: String? = nil,
    provider: String? = nil,
    sessionID: String? = nil,
    mlApp: String? = nil,
    captureInputs: Bool = false,
    captureOutput: Bool = false
) = #externalMacro(module: "LLMObservabilityMacrosPlugin", type: "SpanMacro")
