// SPDX-License-Identifier: Apache-2.0

/// Runs a function inside a span of kind llm: a call of a language model.
///
/// ```swift
/// @LLM(model: "gemini-2.5-flash", provider: "google")
/// func ask(_ pages: [Page]) async throws -> String {
///     let answer = try await client.generate(pages)
///     span.annotate(usage: .init(input: answer.promptTokens, output: answer.answerTokens))
///     return answer.text
/// }
/// ```
/// In the body, `span` is the open `LLMObs.ModelCallSpan`. See ``Workflow(name:sessionID:mlApp:captureInputs:captureOutput:)``
/// for what macros have in common.
///
/// - Parameters:
///   - name: the span's name; the function's if nil.
///   - model: the model's name; `unknown` if nil.
///   - provider: who offers it, such as `google`; `unknown` if nil.
///   - sessionID: to which talk or job the span belongs; that of the span above if nil.
///   - mlApp: the application; that of the span above, else the configured one, if nil.
///   - captureInputs: whether the arguments become the span's input, as JSON by name in one message of the user.
///     Else the body annotates messages. A literal.
///   - captureOutput: whether what the function returns becomes the span's output, unless it is nil or the body
///     annotated one: `LLMObs.Message`, alone or in an array, as such, all else as the text of one. A literal.
@attached(body)
public macro LLM(
    name: String? = nil,
    model: String? = nil,
    provider: String? = nil,
    sessionID: String? = nil,
    mlApp: String? = nil,
    captureInputs: Bool = false,
    captureOutput: Bool = true
) = #externalMacro(module: "LLMObservabilityMacrosPlugin", type: "SpanMacro")
