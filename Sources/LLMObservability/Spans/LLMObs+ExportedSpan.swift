// SPDX-License-Identifier: Apache-2.0

extension LLMObs {
    /// The ids by which an evaluation is joined to a span, also from another process or language.
    public struct ExportedSpan: Sendable, Hashable, Codable {
        /// The span's id, decimal; the tracer's span has the same.
        public var spanID: String
        /// The LLM Observability trace: 32 hexadecimal digits, not those of the tracer's trace.
        public var traceID: String

        /// The span of these ids, as another library exported it.
        public init(spanID: String, traceID: String) {
            self.spanID = spanID
            self.traceID = traceID
        }

        private enum CodingKeys: String, CodingKey {
            case spanID = "span_id"
            case traceID = "trace_id"
        }
    }
}
