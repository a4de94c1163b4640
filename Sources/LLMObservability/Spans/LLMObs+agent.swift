// SPDX-License-Identifier: Apache-2.0

public import Tracing

extension LLMObs {
    /// Runs `body` inside a span of kind agent: a sequence of steps that a model chooses.
    ///
    /// The span ends with `body`, and is marked with the error that leaves it. It lies below the nearest open span of LLM
    /// Observability in `context`, here or in the process from which the trace came, else it begins a trace.
    ///
    /// - Parameters:
    ///   - version: the agent's version; the tag `agent_version`.
    ///   - sessionID: to which talk or job the span belongs; that of the span above if nil.
    ///   - mlApp: the application; that of the span above, else the configured one, if nil.
    public static func agent<Value, Failure: Error>(
        _ name: String,
        version: String? = nil,
        sessionID: String? = nil,
        mlApp: String? = nil,
        context: @autoclosure () -> ServiceContext = .current ?? .topLevel,
        function: String = #function,
        file fileID: String = #fileID,
        line: UInt = #line,
        _ body: (AgentSpan) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        let opening = SpanOpening(
            name: name,
            sessionID: sessionID,
            mlApp: mlApp,
            agentVersion: version,
            context: context(),
            function: function,
            file: fileID,
            line: line
        )
        return try run(opening, body)
    }

    /// The same for asynchronous code; runs where the caller runs.
    nonisolated(nonsending) public static func agent<Value, Failure: Error>(
        _ name: String,
        version: String? = nil,
        sessionID: String? = nil,
        mlApp: String? = nil,
        context: @autoclosure () -> ServiceContext = .current ?? .topLevel,
        function: String = #function,
        file fileID: String = #fileID,
        line: UInt = #line,
        _ body: nonisolated(nonsending) (AgentSpan) async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let opening = SpanOpening(
            name: name,
            sessionID: sessionID,
            mlApp: mlApp,
            agentVersion: version,
            context: context(),
            function: function,
            file: fileID,
            line: line
        )
        return try await run(opening, body)
    }
}
