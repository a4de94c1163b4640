// SPDX-License-Identifier: Apache-2.0

public import JSON

extension LLMObs {
    /// A span that is about to be sent, as a processor sees it.
    ///
    /// Out of its reach are names of spans, models and tools, definitions of tools, what agents are told, metrics,
    /// settings of experiments, and what evaluations say. What the tracer's span carries stays there, but for the error.
    public struct ProcessedSpan: Sendable {
        /// The span's name.
        public let name: String
        /// Such as `workflow`.
        public let kind: String
        /// All its tags, automatic ones included; what is left of them is sent.
        public var tags: [String: String]
        /// What went in; nil sends nothing.
        public var input: Content?
        /// What came out; nil sends nothing.
        public var output: Content?
        /// What should have come out, of an experiment's record; nil sends nothing.
        public var expectedOutput: Content?
        /// The prompt, with what was put in; nil sends nothing.
        public var prompt: Prompt?
        /// The span's metadata, but for what Datadog keeps under `_dd`.
        public var metadata: JSONObject
        /// The error that marks the span; a change is one of the tracer's span, too.
        public var error: SpanError?
    }

    /// An error as a span tells it.
    public struct SpanError: Sendable, Hashable {
        /// Such as the name of a type.
        public var type: String
        /// What happened.
        public var message: String
        /// Where.
        public var stack: String

        /// An error.
        public init(type: String, message: String, stack: String = "") {
            self.type = type
            self.message = message
            self.stack = stack
        }

        var json: JSONValue {
            ["type": .string(type), "message": .string(message), "stack": .string(stack)]
        }
    }
}
