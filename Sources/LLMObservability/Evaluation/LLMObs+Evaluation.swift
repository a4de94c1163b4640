// SPDX-License-Identifier: Apache-2.0

public import JSON

extension LLMObs {
    /// What somebody or something thinks of a span's result.
    public struct Evaluation: Sendable, Hashable {
        /// The judgement.
        public enum Value: Sendable, Hashable {
            /// A number.
            case score(Double)
            /// One of a few words.
            case categorical(String)
            /// Yes or no.
            case boolean(Bool)
            /// Anything structured.
            case json(JSONObject)
        }

        /// What is judged.
        public enum Target: Sendable, Hashable {
            /// The span of these ids.
            case span(ExportedSpan)
            /// The span with this tag, which should be the only one.
            case tag(key: String, value: String)
        }

        /// How much of the trace is meant.
        public enum Scope: String, Sendable {
            /// The span.
            case span
            /// The whole trace that it belongs to.
            case trace
        }

        /// The evaluation's name; neither empty nor with a dot in it.
        public var label: String
        /// The judgement.
        public var value: Value
        /// What is judged.
        public var target: Target
        /// How much of the trace is meant.
        public var scope: Scope
        /// Whether the result is good enough.
        public var assessment: Assessment?
        /// Why; no texts of documents.
        public var reasoning: String?
        /// Tags of the evaluation itself.
        public var tags: [String: String]
        /// Anything else.
        public var metadata: JSONObject
        /// When, in Unix milliseconds; the time of the submission if nil.
        public var timestamp: Int64?
        /// The application; that of the span, else the client's, if nil.
        public var mlApp: String?

        /// An evaluation.
        public init(
            _ label: String,
            _ value: Value,
            of target: Target,
            scope: Scope = .span,
            assessment: Assessment? = nil,
            reasoning: String? = nil,
            tags: [String: String] = [:],
            metadata: JSONObject = [:],
            timestamp: Int64? = nil,
            mlApp: String? = nil
        ) {
            self.label = label
            self.value = value
            self.target = target
            self.scope = scope
            self.assessment = assessment
            self.reasoning = reasoning
            self.tags = tags
            self.metadata = metadata
            self.timestamp = timestamp
            self.mlApp = mlApp
        }
    }

    /// Whether a result is good enough.
    public enum Assessment: String, Sendable {
        /// It is.
        case pass
        /// It is not.
        case fail
    }
}
