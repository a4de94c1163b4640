// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import Tracing

extension LLMObs {
    /// Runs `body` inside a span of this kind, which gets the error that leaves it.
    static func run<Kind: LLMObsSpanKind, Value, Failure: Error>(
        _ opening: SpanOpening,
        _ body: (LLMObsSpan<Kind>) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        let span: LLMObsSpan<Kind> = open(opening)
        let result = ServiceContext.$current.withValue(span.context) { () -> Result<Value, Failure> in
            do throws(Failure) { return .success(try body(span)) } catch { return .failure(error) }
        }
        return try span.close(result)
    }

    /// The same for asynchronous code; runs where the caller runs.
    nonisolated(nonsending) static func run<Kind: LLMObsSpanKind, Value, Failure: Error>(
        _ opening: SpanOpening,
        _ body: nonisolated(nonsending) (LLMObsSpan<Kind>) async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let span: LLMObsSpan<Kind> = open(opening)
        let result = await ServiceContext.$current.withValue(span.context) { () async -> Result<Value, Failure> in
            do throws(Failure) { return .success(try await body(span)) } catch { return .failure(error) }
        }
        return try span.close(result)
    }

    static func open<Kind: LLMObsSpanKind>(_ opening: SpanOpening) -> LLMObsSpan<Kind> {
        guard let client = client(in: opening.context) else {
            return LLMObsSpan(apmSpan: opening.plainSpan(kind: Kind.name), record: nil)
        }
        return client.open(opening, Kind.self)
    }
}

extension LLMObsSpan {
    /// Ends the span; an error marks it.
    fileprivate func close<Value, Failure>(_ result: Result<Value, Failure>) throws(Failure) -> Value {
        switch result {
        case .success: end()
        case .failure(let error): end(with: error)
        }
        return try result.get()
    }
}

extension DatadogSpan {
    /// Sets what the tracer's spans of all kinds carry.
    func describe(kind: String) {
        type = "llm"
        resource = kind
    }
}

extension SpanOpening {
    /// The tracer's span alone, as it is with LLM Observability, too.
    fileprivate func plainSpan(kind: String) -> any Tracing.Span {
        plainSpan(of: InstrumentationSystem.tracer, kind: kind)
    }

    private func plainSpan(of tracer: some Tracer, kind: String) -> any Tracing.Span {
        let span = tracer.startSpan(
            name,
            context: context,
            function: place.function,
            file: place.file,
            line: place.line
        )
        if let span = span as? DatadogSpan {
            span.describe(kind: kind)
        } else {
            span.updateAttributes { attributes in
                attributes["span.type"] = "llm"
                attributes["resource.name"] = kind
            }
        }
        return span
    }
}
