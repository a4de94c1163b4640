// SPDX-License-Identifier: Apache-2.0

import Synchronization
import Tracing

/// LLM Observability: spans of workflows, tasks, tools, model calls, agents, retrievals and embeddings, what went in and
/// came out of them, and evaluations of the results.
///
/// ```swift
/// let votes = try await LLMObs.workflow("extract") { span in
///     span.annotate(input: ["files": 2])
///     let answer = try await LLMObs.llm("read", model: "gemini-2.5-flash", provider: "google") { span in
///         span.annotate(usage: .init(input: 258, output: 42))
///         return try await model.read(files)
///     }
///     return try parse(answer)
/// }
/// ```
/// Each is a span of the tracer and, while LLM Observability is enabled, an event beside it. Without it the closures run
/// all the same and make the tracer's span. What is sent of texts is up to ``LLMObsConfiguration/capturesContent``.
public enum LLMObs {
    private static let shared = Mutex<LLMObsClient?>(nil)
    @TaskLocal private static var bound: Binding?

    /// A client for one task and those below it, or the wish for none.
    private struct Binding: Sendable {
        let client: LLMObsClient?
    }

    /// Makes `client` the one of the whole process, in place of an earlier one; spans that are open stay with theirs.
    ///
    /// Does nothing if ``LLMObsConfiguration/isEnabled`` is false, that is with `DD_LLMOBS_ENABLED=false`.
    public static func enable(_ client: LLMObsClient) {
        guard client.configuration.isEnabled != false else { return }
        shared.withLock { $0 = client }
    }

    /// Takes the process-wide client away; what it holds is sent when its service stops or is flushed.
    public static func disable() {
        shared.withLock { $0 = nil }
    }

    /// Whether spans started here become events.
    public static var isEnabled: Bool { client != nil }

    /// The client of the innermost `withClient`, else that of the process.
    public static var client: LLMObsClient? {
        if let bound { return bound.client }
        return shared.withLock { $0 }
    }

    /// The client for a span of this context: one bound here, else that of the span above, which explicit contexts bring
    /// along to detached tasks.
    static func client(in context: ServiceContext) -> LLMObsClient? {
        if let bound { return bound.client }
        return context.openSpanRecord?.client ?? client
    }

    /// Runs `body` with a client of its own, so that tests can run side by side; nil disables.
    ///
    /// Child tasks inherit it; detached ones get it only with the service context of a span.
    public static func withClient<Value, Failure: Error>(
        _ client: LLMObsClient?,
        _ body: () throws(Failure) -> Value
    ) throws(Failure) -> Value {
        let result = $bound.withValue(Binding(client: client)) { () -> Result<Value, Failure> in
            do throws(Failure) { return .success(try body()) } catch { return .failure(error) }
        }
        return try result.get()
    }

    /// The same for asynchronous code; runs where the caller runs.
    nonisolated(nonsending) public static func withClient<Value, Failure: Error>(
        _ client: LLMObsClient?,
        _ body: nonisolated(nonsending) () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let result = await $bound.withValue(Binding(client: client)) { () async -> Result<Value, Failure> in
            do throws(Failure) { return .success(try await body()) } catch { return .failure(error) }
        }
        return try result.get()
    }

    /// Sends what has been gathered so far; see ``LLMObsClient/flush(timeout:)``.
    public static func flush(timeout: Duration = .seconds(10)) async {
        await client?.flush(timeout: timeout)
    }
}
