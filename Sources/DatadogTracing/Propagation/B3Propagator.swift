// SPDX-License-Identifier: Apache-2.0

/// Zipkin's single header: `b3: <trace>-<span>-<0, 1 or d>-<parent>`, or only the sampling state.
struct B3Propagator: Propagator {
    private static let header = "b3"

    func extract(_ header: (String) -> String?) -> DatadogSpanContext? {
        guard let text = header(Self.header) else { return nil }
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
            .map { Substring($0) }
        guard parts.count > 1 else {
            return DatadogSpanContext(
                traceID: TraceID(low: 0),
                spanID: 0,
                samplingPriority: B3.priority(ofState: Substring(text))
            )
        }
        guard let trace = B3.traceID(parts[0]), let span = B3.spanID(parts[1]) else { return nil }
        let priority = parts.count > 2 ? B3.priority(ofState: parts[2]) : nil
        return DatadogSpanContext(traceID: trace, spanID: span, samplingPriority: priority)
    }

    func inject(
        _ context: DatadogSpanContext,
        sampling: OTelSampling,
        into headers: inout [PropagationHeader]
    ) -> String? {
        var value = "\(B3.text(of: context.traceID))-\(context.spanID.hexadecimal)"
        if let priority = context.samplingPriority { value += priority > 1 ? "-d" : (priority > 0 ? "-1" : "-0") }
        headers.append(PropagationHeader(Self.header, value))
        return nil
    }
}
