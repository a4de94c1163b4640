// SPDX-License-Identifier: Apache-2.0

/// What a span stands for, and with it what it can carry.
public protocol LLMObsSpanKind: Sendable {
    /// The name on the wire, such as `workflow`.
    static var name: String { get }
}

/// A kind whose input is one value.
public protocol ValueInputKind: LLMObsSpanKind {}

/// A kind whose output is one value.
public protocol ValueOutputKind: LLMObsSpanKind {}

/// A kind that talks with a model: messages go in and come out.
public protocol MessageKind: LLMObsSpanKind {}

/// A kind whose input is documents.
public protocol DocumentInputKind: LLMObsSpanKind {}

/// A kind whose output is documents.
public protocol DocumentOutputKind: LLMObsSpanKind {}

/// A kind that calls a model, which counts tokens.
public protocol ModelKind: LLMObsSpanKind {}

extension LLMObs {
    /// A fixed sequence of steps, such as the way from files to numbers.
    public enum WorkflowKind: ValueInputKind, ValueOutputKind {
        /// `workflow`.
        public static let name = "workflow"
    }

    /// A step that asks nobody outside.
    public enum TaskKind: ValueInputKind, ValueOutputKind {
        /// `task`.
        public static let name = "task"
    }

    /// A call of a program or service.
    public enum ToolKind: ValueInputKind, ValueOutputKind {
        /// `tool`.
        public static let name = "tool"
    }

    /// A sequence of steps that a model chooses.
    public enum AgentKind: ValueInputKind, ValueOutputKind {
        /// `agent`.
        public static let name = "agent"
    }

    /// A call of a language model.
    public enum ModelCallKind: MessageKind, ModelKind {
        /// `llm`.
        public static let name = "llm"
    }

    /// A call of a model that makes vectors of texts.
    public enum EmbeddingKind: DocumentInputKind, ValueOutputKind, ModelKind {
        /// `embedding`.
        public static let name = "embedding"
    }

    /// A search for documents.
    public enum RetrievalKind: ValueInputKind, DocumentOutputKind {
        /// `retrieval`.
        public static let name = "retrieval"
    }

    /// Any of them; see ``activeSpan``.
    public enum AnyKind: LLMObsSpanKind {
        /// Empty.
        public static let name = ""
    }
}
