// SPDX-License-Identifier: Apache-2.0

public import Tracing

extension LLMObs.SpanStarter where Kind: ValueInputKind {
    /// Starts a span of this kind that is ended by hand, for work that no closure encloses, such as an answer that
    /// arrives piece by piece.
    ///
    /// It is not the current one: spans below it need its ``LLMObsSpan/context``. End it with ``LLMObsSpan/end(with:)``;
    /// one that is let go without makes no event, and is counted.
    ///
    /// - Parameters:
    ///   - sessionID: to which talk or job the span belongs; that of the span above if nil.
    ///   - mlApp: the application; that of the span above, else the configured one, if nil.
    public func start(
        _ name: String,
        sessionID: String? = nil,
        mlApp: String? = nil,
        context: @autoclosure () -> ServiceContext = .current ?? .topLevel,
        function: String = #function,
        file fileID: String = #fileID,
        line: UInt = #line
    ) -> LLMObsSpan<Kind> {
        let place = SourcePlace(function: function, file: fileID, line: line)
        return LLMObs.open(SpanOpening(name, sessionID, mlApp, in: context(), at: place))
    }
}

extension LLMObs.SpanStarter where Kind: ModelKind {
    /// Starts a span of this kind, a call of a model, that is ended by hand; all else as for spans of other kinds.
    ///
    /// - Parameters:
    ///   - model: the model's name; `unknown` if nil.
    ///   - provider: who offers it, such as `google`; `unknown` if nil.
    ///   - sessionID: to which talk or job the span belongs; that of the span above if nil.
    ///   - mlApp: the application; that of the span above, else the configured one, if nil.
    public func start(
        _ name: String,
        model: String? = nil,
        provider: String? = nil,
        sessionID: String? = nil,
        mlApp: String? = nil,
        context: @autoclosure () -> ServiceContext = .current ?? .topLevel,
        function: String = #function,
        file fileID: String = #fileID,
        line: UInt = #line
    ) -> LLMObsSpan<Kind> {
        let place = SourcePlace(function: function, file: fileID, line: line)
        var opening = SpanOpening(name, sessionID, mlApp, in: context(), at: place)
        opening.model = LLMObsModel(name: model, provider: provider)
        return LLMObs.open(opening)
    }
}

extension LLMObsSpan {
    /// Ends a span that was started by hand; an error marks it. The second call does nothing.
    ///
    /// What a closure runs in ends with it, and needs no call.
    public func end(with error: (any Error)? = nil) {
        if let error {
            apmSpan.recordError(error)
            apmSpan.setStatus(SpanStatus(code: .error))
        }
        apmSpan.end()
    }
}
