// SPDX-License-Identifier: Apache-2.0

public import Tracing

extension LLMObs {
    /// Runs closures inside spans of one kind: ``workflow`` and its like, which are called as functions.
    ///
    /// ```swift
    /// let votes = try await LLMObs.workflow("extract") { span in … }
    /// ```
    /// The span ends with the closure, and is marked with the error that leaves it. It lies below the nearest open span
    /// of LLM Observability in `context`, here or in the process from which the trace came, else it begins a trace.
    /// While LLM Observability is disabled the closure runs all the same, inside the tracer's span alone.
    public struct SpanStarter<Kind: LLMObsSpanKind>: Sendable {}
}

extension LLMObs.SpanStarter where Kind: ValueInputKind {
    /// Runs `body` inside a span of this kind.
    ///
    /// - Parameters:
    ///   - sessionID: to which talk or job the span belongs; that of the span above if nil.
    ///   - mlApp: the application; that of the span above, else the configured one, if nil.
    public func callAsFunction<Value, Failure: Error>(
        _ name: String,
        sessionID: String? = nil,
        mlApp: String? = nil,
        context: @autoclosure () -> ServiceContext = .current ?? .topLevel,
        function: String = #function,
        file fileID: String = #fileID,
        line: UInt = #line,
        _ body: (LLMObsSpan<Kind>) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        let place = SourcePlace(function: function, file: fileID, line: line)
        return try LLMObs.run(SpanOpening(name, sessionID, mlApp, in: context(), at: place), body)
    }

    /// The same for asynchronous code; runs where the caller runs.
    nonisolated(nonsending) public func callAsFunction<Value, Failure: Error>(
        _ name: String,
        sessionID: String? = nil,
        mlApp: String? = nil,
        context: @autoclosure () -> ServiceContext = .current ?? .topLevel,
        function: String = #function,
        file fileID: String = #fileID,
        line: UInt = #line,
        _ body: nonisolated(nonsending) (LLMObsSpan<Kind>) async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let place = SourcePlace(function: function, file: fileID, line: line)
        return try await LLMObs.run(SpanOpening(name, sessionID, mlApp, in: context(), at: place), body)
    }
}

extension LLMObs.SpanStarter where Kind: ModelKind {
    /// Runs `body` inside a span of this kind, a call of a model.
    ///
    /// - Parameters:
    ///   - model: the model's name; `unknown` if nil.
    ///   - provider: who offers it, such as `google`; `unknown` if nil.
    ///   - sessionID: to which talk or job the span belongs; that of the span above if nil.
    ///   - mlApp: the application; that of the span above, else the configured one, if nil.
    public func callAsFunction<Value, Failure: Error>(
        _ name: String,
        model: String? = nil,
        provider: String? = nil,
        sessionID: String? = nil,
        mlApp: String? = nil,
        context: @autoclosure () -> ServiceContext = .current ?? .topLevel,
        function: String = #function,
        file fileID: String = #fileID,
        line: UInt = #line,
        _ body: (LLMObsSpan<Kind>) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        let place = SourcePlace(function: function, file: fileID, line: line)
        var opening = SpanOpening(name, sessionID, mlApp, in: context(), at: place)
        opening.model = LLMObsModel(name: model, provider: provider)
        return try LLMObs.run(opening, body)
    }

    /// The same for asynchronous code; runs where the caller runs.
    nonisolated(nonsending) public func callAsFunction<Value, Failure: Error>(
        _ name: String,
        model: String? = nil,
        provider: String? = nil,
        sessionID: String? = nil,
        mlApp: String? = nil,
        context: @autoclosure () -> ServiceContext = .current ?? .topLevel,
        function: String = #function,
        file fileID: String = #fileID,
        line: UInt = #line,
        _ body: nonisolated(nonsending) (LLMObsSpan<Kind>) async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let place = SourcePlace(function: function, file: fileID, line: line)
        var opening = SpanOpening(name, sessionID, mlApp, in: context(), at: place)
        opening.model = LLMObsModel(name: model, provider: provider)
        return try await LLMObs.run(opening, body)
    }
}

extension LLMObs.SpanStarter<LLMObs.AgentKind> {
    /// Runs `body` inside a span of kind agent that names the agent's version.
    ///
    /// - Parameters:
    ///   - version: the agent's version; the tag `agent_version`.
    ///   - sessionID: to which talk or job the span belongs; that of the span above if nil.
    ///   - mlApp: the application; that of the span above, else the configured one, if nil.
    public func callAsFunction<Value, Failure: Error>(
        _ name: String,
        version: String?,
        sessionID: String? = nil,
        mlApp: String? = nil,
        context: @autoclosure () -> ServiceContext = .current ?? .topLevel,
        function: String = #function,
        file fileID: String = #fileID,
        line: UInt = #line,
        _ body: (LLMObs.AgentSpan) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        let place = SourcePlace(function: function, file: fileID, line: line)
        var opening = SpanOpening(name, sessionID, mlApp, in: context(), at: place)
        opening.agentVersion = version
        return try LLMObs.run(opening, body)
    }

    /// The same for asynchronous code; runs where the caller runs.
    nonisolated(nonsending) public func callAsFunction<Value, Failure: Error>(
        _ name: String,
        version: String?,
        sessionID: String? = nil,
        mlApp: String? = nil,
        context: @autoclosure () -> ServiceContext = .current ?? .topLevel,
        function: String = #function,
        file fileID: String = #fileID,
        line: UInt = #line,
        _ body: nonisolated(nonsending) (LLMObs.AgentSpan) async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let place = SourcePlace(function: function, file: fileID, line: line)
        var opening = SpanOpening(name, sessionID, mlApp, in: context(), at: place)
        opening.agentVersion = version
        return try await LLMObs.run(opening, body)
    }
}
