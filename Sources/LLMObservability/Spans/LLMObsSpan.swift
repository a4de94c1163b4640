// SPDX-License-Identifier: Apache-2.0

public import JSON
public import Tracing

/// An open span of LLM Observability; what can be annotated depends on its kind.
///
/// Annotations may come from several tasks. A span keeps 1,024 tags, metrics and members of metadata each; what goes
/// beyond is left out and counted (``LLMObsStatistics/Snapshot/droppedAnnotations``), and so is what alone would make the
/// event too large. After the span has ended, or while LLM Observability is disabled, they do
/// nothing, and their arguments are not even made.
public struct LLMObsSpan<Kind: LLMObsSpanKind>: Sendable {
    /// The tracer's span: for tags and metrics of its own, errors and the resource.
    public let apmSpan: any Tracing.Span
    let record: SpanRecord?

    /// Adds to the span's metadata, such as the temperature; of equal keys the last one wins.
    ///
    /// Sent whether or not contents are captured: no texts of documents. The key `_dd` is Datadog's own.
    public func annotate(metadata: @autoclosure () -> JSONObject) {
        record?.addMetadata(metadata)
    }

    /// Adds numbers; of equal keys the last one wins. Numbers that are not finite are left out.
    public func annotate(metrics: @autoclosure () -> [String: Double]) {
        record?.addMetrics(metrics)
    }

    /// Adds tags, by which spans are searched and to which evaluations can be joined; they win over automatic ones.
    public func annotate(tags: @autoclosure () -> [String: String]) {
        record?.addTags(tags)
    }

    /// The ids by which an evaluation can be joined to this span; nil while LLM Observability is disabled.
    public var exported: LLMObs.ExportedSpan? { record?.exported }

    /// The context for work that has to be below this span and does not inherit it, such as a detached task.
    public var context: ServiceContext { apmSpan.context }
}

extension LLMObs {
    /// A span of kind workflow.
    public typealias WorkflowSpan = LLMObsSpan<WorkflowKind>
    /// A span of kind task.
    public typealias TaskSpan = LLMObsSpan<TaskKind>
    /// A span of kind tool.
    public typealias ToolSpan = LLMObsSpan<ToolKind>
    /// A span of kind agent.
    public typealias AgentSpan = LLMObsSpan<AgentKind>
    /// A span of kind llm.
    public typealias ModelCallSpan = LLMObsSpan<ModelCallKind>
    /// A span of kind embedding.
    public typealias EmbeddingSpan = LLMObsSpan<EmbeddingKind>
    /// A span of kind retrieval.
    public typealias RetrievalSpan = LLMObsSpan<RetrievalKind>
}
