// SPDX-License-Identifier: Apache-2.0

extension LLMObs {
    /// The ids by which an evaluation is joined to a span, also from another process or language.
    public struct ExportedSpan: Sendable, Hashable, Codable {
        /// The span's id, decimal; the tracer's span has the same.
        public var spanID: String
        /// The LLM Observability trace: 32 hexadecimal digits, not those of the tracer's trace.
        public var traceID: String
        /// The application that the span belongs to, which evaluations of it belong to as well; nil if nobody said.
        ///
        /// Neither part of the encoded form, which is that of Datadog's other libraries, nor of what makes two equal.
        public var mlApp: String?

        /// The span of these ids, as another library exported it.
        public init(spanID: String, traceID: String, mlApp: String? = nil) {
            self.spanID = spanID
            self.traceID = traceID
            self.mlApp = mlApp
        }

        /// Whether the ids are the same.
        public static func == (one: Self, other: Self) -> Bool {
            one.spanID == other.spanID && one.traceID == other.traceID
        }

        /// By the ids.
        public func hash(into hasher: inout Hasher) {
            hasher.combine(spanID)
            hasher.combine(traceID)
        }

        private enum CodingKeys: String, CodingKey {
            case spanID = "span_id"
            case traceID = "trace_id"
        }
    }
}
