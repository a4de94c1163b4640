// SPDX-License-Identifier: Apache-2.0

/// Runs a function inside a span of kind workflow: a fixed sequence of steps, such as the way from files to numbers.
///
/// ```swift
/// @Workflow func extract(_ files: [File], model: String) async throws -> Votes {
///     span.annotate(metadata: ["pages": 2])
///     return try await parse(ask(files))
/// }
/// ```
/// This is `LLMObs.workflow` with the function's body as its closure: who is below whom, errors, and what happens while
/// LLM Observability is disabled are as there. In the body, `span` is the open span, unless a parameter has that name;
/// functions that the body calls find it as `LLMObs.activeSpan`.
///
/// Functions may be asynchronous, throwing (of a type, too), generic, static, mutating, of actors, and return `some` type;
/// not initialisers, accessors and `rethrows` functions. A function has one of the macros. What it takes or gives must be
/// allowed in a closure: a result that can be copied, and no `consuming` parameter that is used up.
///
/// Input and output are sent as `LLMObsConfiguration.capturesContent` and `LLMObsConfiguration.processor` have it. Left
/// out of the input are parameters named `_`, `inout`, closures, `isolated` ones and packs; of what cannot be copied only
/// the type is told. A closure hidden behind a type alias does not compile as input: use `captureInputs: false`.
///
/// - Parameters:
///   - name: the span's name; the function's if nil.
///   - sessionID: to which talk or job the span belongs; that of the span above if nil.
///   - mlApp: the application; that of the span above, else the configured one, if nil.
///   - captureInputs: whether the arguments become the span's input, as JSON by name. A literal.
///   - captureOutput: whether what the function returns becomes the span's output, unless it is nil or the body
///     annotated one. A literal.
@attached(body)
public macro Workflow(
    name: String? = nil,
    sessionID: String? = nil,
    mlApp: String? = nil,
    captureInputs: Bool = true,
    captureOutput: Bool = true
) = #externalMacro(module: "LLMObservabilityMacrosPlugin", type: "SpanMacro")
