// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import Hummingbird
import LLMObservability
import Tracing

/// Makes the spans of a structure, each inside the one above it.
struct TraceRun {
    let tracer: DatadogTracer

    /// Gives the ids of the structure's span if they are asked for: of an annotation context, of the first inside.
    @discardableResult
    func run(_ structure: TraceStructure) throws -> LLMObs.ExportedSpan? {
        switch structure {
        case .annotationContext(let context, let children):
            try LLMObs.annotating(
                name: context.name,
                tags: context.tags,
                costTags: context.costTags,
                prompt: context.prompt?.prompt
            ) { try children.compactMap { try run($0) }.first }
        case .span(let span, let children): try run(span, children)
        }
    }

    private func run(_ span: WireSpan, _ children: [TraceStructure]) throws -> LLMObs.ExportedSpan? {
        switch span.kind {
        case .workflow: try run(LLMObs.workflow, span, children) { try $0.annotate($1) }
        case .task: try run(LLMObs.task, span, children) { try $0.annotate($1) }
        case .tool: try run(LLMObs.tool, span, children) { try $0.annotate($1) }
        case .agent: try run(LLMObs.agent, span, children) { try $0.annotate($1) }
        case .retrieval: try run(LLMObs.retrieval, span, children) { try $0.annotate($1) }
        case .llm: try run(LLMObs.llm, span, children) { try $0.annotate($1) }
        case .embedding: try run(LLMObs.embedding, span, children) { try $0.annotate($1) }
        case nil: try runPlain(span, children)
        }
    }

    private typealias Annotate<Kind: LLMObsSpanKind> = (LLMObsSpan<Kind>, WireAnnotation) throws -> Void

    private func run<Kind: ValueInputKind>(
        _ start: LLMObs.SpanStarter<Kind>,
        _ wire: WireSpan,
        _ children: [TraceStructure],
        _ annotate: Annotate<Kind>
    ) throws -> LLMObs.ExportedSpan? {
        let (span, exported) = try start(wire.name, sessionID: wire.sessionID, mlApp: wire.mlApp) { span in
            (span, try fill(span, wire, children, annotate))
        }
        try annotateAfterEnd(span, wire)
        return exported
    }

    private func run<Kind: ModelKind>(
        _ start: LLMObs.SpanStarter<Kind>,
        _ wire: WireSpan,
        _ children: [TraceStructure],
        _ annotate: Annotate<Kind>
    ) throws -> LLMObs.ExportedSpan? {
        let (span, exported) = try start(
            wire.name,
            model: wire.modelName,
            provider: wire.modelProvider,
            sessionID: wire.sessionID,
            mlApp: wire.mlApp
        ) { span in (span, try fill(span, wire, children, annotate)) }
        try annotateAfterEnd(span, wire)
        return exported
    }

    private func fill<Kind>(
        _ span: LLMObsSpan<Kind>,
        _ wire: WireSpan,
        _ children: [TraceStructure],
        _ annotate: Annotate<Kind>
    ) throws -> LLMObs.ExportedSpan? {
        if !wire.annotatesAfterEnd { for annotation in wire.annotations { try annotate(span, annotation) } }
        let exported = try wire.export.map { try export($0, of: span.exported) }
        for child in children { try run(child) }
        return exported
    }

    private func export(_ choice: WireSpan.Export, of span: LLMObs.ExportedSpan?) throws -> LLMObs.ExportedSpan {
        let exported = choice == .explicit ? span : LLMObs.exportSpan()
        guard let exported else { throw HTTPError.unusable("there is no span of LLM Observability to export") }
        return exported
    }

    /// The library leaves such annotations out without a word; suites expect an error.
    private func annotateAfterEnd<Kind>(_ span: LLMObsSpan<Kind>, _ wire: WireSpan) throws {
        guard wire.annotatesAfterEnd, !wire.annotations.isEmpty, !span.apmSpan.isRecording else { return }
        throw HTTPError.unusable("the span \(wire.name) has ended and cannot be annotated any more")
    }

    /// A plain span of the tracer: what it is annotated with goes to the active span of LLM Observability.
    private func runPlain(_ wire: WireSpan, _ children: [TraceStructure]) throws -> LLMObs.ExportedSpan? {
        try tracer.trace(wire.name) { _ in
            for annotation in wire.annotations {
                guard !annotation.isExplicit, !wire.annotatesAfterEnd, let span = LLMObs.activeSpan else {
                    throw HTTPError.unusable("\(wire.name) is no span of LLM Observability and cannot be annotated")
                }
                try span.annotate(annotation)
            }
            let exported = try wire.export.map { try export($0, of: nil) }
            for child in children { try run(child) }
            return exported
        }
    }
}
