// SPDX-License-Identifier: Apache-2.0

public import JSON
import Synchronization

extension LLMObsSpan {
    /// Runs `body`, the body of the function that this span stands for: what goes on inside the macros of
    /// `LLMObservabilityMacros`.
    ///
    /// Annotations of `body` win over what is captured here. The span gets the tag `decorator:1`, as those of ddtrace's
    /// decorators do.
    ///
    /// - Parameters:
    ///   - arguments: the span's input, as JSON by name; none if nil. A model call's is one message of the user, an
    ///     embedding's one document.
    ///   - capturesOutput: whether what `body` returns is the span's output, unless it is nil or an output was annotated.
    ///     ``LLMObs/Message`` and ``LLMObs/Document``, alone or in arrays, are taken as such where they fit the kind.
    public func recordingCall<Value, Failure: Error>(
        arguments: @autoclosure () -> KeyValuePairs<String, JSONValue>? = nil,
        capturesOutput: Bool,
        _ body: () throws(Failure) -> Value
    ) throws(Failure) -> Value {
        record?.beginCall(Kind.self, arguments)
        let value = try body()
        if capturesOutput { record?.endCall(Kind.self, value) }
        return value
    }

    /// The same for asynchronous code; runs where the caller runs.
    nonisolated(nonsending) public func recordingCall<Value, Failure: Error>(
        arguments: @autoclosure () -> KeyValuePairs<String, JSONValue>? = nil,
        capturesOutput: Bool,
        _ body: nonisolated(nonsending) () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        record?.beginCall(Kind.self, arguments)
        let value = try await body()
        if capturesOutput { record?.endCall(Kind.self, value) }
        return value
    }
}

extension SpanRecord {
    fileprivate func beginCall<Kind: LLMObsSpanKind>(
        _ kind: Kind.Type,
        _ arguments: () -> KeyValuePairs<String, JSONValue>?
    ) {
        addTags { ["decorator": "1"] }
        guard let arguments = arguments() else { return }
        setInput { LLMObs.Content(arguments: JSONObject(arguments.map { ($0.key, $0.value) }), of: kind) }
    }

    fileprivate func endCall<Kind: LLMObsSpanKind>(_ kind: Kind.Type, _ value: some Any) {
        // Before the value is described, which may be dear.
        guard state.withLock({ !$0.isEnded && $0.annotations.output == nil }) else { return }
        guard let content = LLMObs.Content(returned: value, of: kind) else { return }
        setOutput { content }
    }
}
