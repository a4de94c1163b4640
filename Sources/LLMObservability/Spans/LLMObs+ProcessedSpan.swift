// SPDX-License-Identifier: Apache-2.0

public import JSON

extension LLMObs {
    /// A span that is about to be sent, as a processor sees it.
    public struct ProcessedSpan: Sendable {
        /// The span's name.
        public let name: String
        /// Such as `workflow`.
        public let kind: String
        /// All its tags, automatic ones included.
        public let tags: [String: String]
        /// What went in; nil sends nothing.
        public var input: Content?
        /// What came out; nil sends nothing.
        public var output: Content?
        /// The span's metadata.
        public var metadata: JSONObject
    }
}
