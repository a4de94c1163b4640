// SPDX-License-Identifier: Apache-2.0

public import JSON
public import LLMObservability

extension LLMObs.ExportedSpan {
    /// The ids as results and attempts hold them.
    public var json: JSONValue { ["span_id": .string(spanID), "trace_id": .string(traceID)] }

    /// Reads ``json``; nil when an id is missing.
    public init?(json: JSONValue?) {
        guard let spanID = json?["span_id"]?.stringValue, let traceID = json?["trace_id"]?.stringValue else {
            return nil
        }
        self.init(spanID: spanID, traceID: traceID)
    }
}
