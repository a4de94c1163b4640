// SPDX-License-Identifier: Apache-2.0

extension LLMObs {
    /// Runs a closure inside a span of kind workflow: a fixed sequence of steps; see ``SpanStarter``.
    public static var workflow: SpanStarter<WorkflowKind> { SpanStarter() }

    /// Runs a closure inside a span of kind task: a step that asks nobody outside; see ``SpanStarter``.
    public static var task: SpanStarter<TaskKind> { SpanStarter() }

    /// Runs a closure inside a span of kind tool: a call of a program or service; see ``SpanStarter``.
    public static var tool: SpanStarter<ToolKind> { SpanStarter() }

    /// Runs a closure inside a span of kind agent: a sequence of steps that a model chooses; see ``SpanStarter``.
    public static var agent: SpanStarter<AgentKind> { SpanStarter() }

    /// Runs a closure inside a span of kind llm: a call of a language model; see ``SpanStarter``.
    public static var llm: SpanStarter<ModelCallKind> { SpanStarter() }

    /// Runs a closure inside a span of kind embedding: a call of a model that makes vectors of texts; see
    /// ``SpanStarter``.
    public static var embedding: SpanStarter<EmbeddingKind> { SpanStarter() }

    /// Runs a closure inside a span of kind retrieval: a search for documents; see ``SpanStarter``.
    public static var retrieval: SpanStarter<RetrievalKind> { SpanStarter() }
}
