// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import Tracing

extension LLMObs {
    /// The nearest open span of LLM Observability, for annotating it from functions that do not have it at hand.
    ///
    /// ```swift
    /// LLMObs.activeSpan?.annotate(output: answer.text)
    /// LLMObs.activeSpan?.annotate(usage: .init(input: answer.promptTokens, output: answer.answerTokens))
    /// ```
    /// Nil outside of any, and while LLM Observability is disabled. Its ``LLMObsSpan/apmSpan`` is the tracer's active
    /// span, which may lie below it.
    public static var activeSpan: LLMObsSpan<AnyKind>? {
        guard let context = ServiceContext.current, let record = context.openSpanRecord, let span = context.datadogSpan
        else { return nil }
        return LLMObsSpan(apmSpan: span, record: record)
    }

    /// The ids of the nearest open span, to which an evaluation can be joined; nil outside of any, also below plain
    /// spans of the tracer, and while LLM Observability is disabled.
    public static func exportSpan() -> ExportedSpan? {
        ServiceContext.current?.openSpanRecord?.exported
    }
}
