// SPDX-License-Identifier: Apache-2.0

public import JSON

extension LLMObs {
    /// What a user thinks of a result.
    public struct Feedback: Sendable, Hashable {
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
            /// What the user wrote.
            case text(String)
        }

        /// What is judged.
        public enum Target: Sendable, Hashable {
            /// The span of this id, as in ``ExportedSpan/spanID``.
            case span(String)
            /// The trace of this id, as in ``ExportedSpan/traceID``.
            case trace(String)
            /// All of this session.
            case session(String)
            /// What carries this key of your own.
            case key(String)
        }

        /// Who judges.
        public struct Submitter: Sendable, Hashable {
            /// Not empty; no name or address of a person.
            public var id: String
            /// Such as `user` or `reviewer`.
            public var type: String?

            /// Whoever has this id.
            public init(id: String, type: String? = nil) {
                self.id = id
                self.type = type
            }
        }

        /// The feedback's name; neither empty nor with a dot in it.
        public var label: String
        /// The judgement.
        public var value: Value
        /// What is judged.
        public var target: Target
        /// Who judges.
        public var submitter: Submitter
        /// Whether the result is good enough.
        public var assessment: Assessment?
        /// Why.
        public var reasoning: String?
        /// Tags of the feedback itself.
        public var tags: [String: String]
        /// When, in Unix milliseconds; the time of the submission if nil.
        public var timestamp: Int64?
        /// The application; the client's if nil.
        public var mlApp: String?

        /// Feedback.
        public init(
            _ label: String,
            _ value: Value,
            of target: Target,
            by submitter: Submitter,
            assessment: Assessment? = nil,
            reasoning: String? = nil,
            tags: [String: String] = [:],
            timestamp: Int64? = nil,
            mlApp: String? = nil
        ) {
            self.label = label
            self.value = value
            self.target = target
            self.submitter = submitter
            self.assessment = assessment
            self.reasoning = reasoning
            self.tags = tags
            self.timestamp = timestamp
            self.mlApp = mlApp
        }
    }
}
