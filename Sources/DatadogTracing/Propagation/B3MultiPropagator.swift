// SPDX-License-Identifier: Apache-2.0

/// Zipkin's `x-b3-traceid`, `-spanid`, `-sampled`, `-flags`.
struct B3MultiPropagator: Propagator {
    private static let traceID = "x-b3-traceid"
    private static let spanID = "x-b3-spanid"
    private static let sampled = "x-b3-sampled"
    private static let flags = "x-b3-flags"

    func extract(_ header: (String) -> String?) -> DatadogSpanContext? {
        guard let trace = header(Self.traceID).flatMap({ B3.traceID(Substring($0)) }) else { return nil }
        var context = DatadogSpanContext(traceID: trace, spanID: 0)
        if let text = header(Self.spanID) {
            guard let span = B3.spanID(Substring(text)) else { return nil }
            context.spanID = span
        }
        switch header(Self.sampled) {
        case "0": context.samplingPriority = 0
        case "1": context.samplingPriority = 1
        default: break
        }
        if header(Self.flags) == "1" { context.samplingPriority = 2 }
        return context
    }

    func inject(
        _ context: DatadogSpanContext,
        sampling: OTelSampling,
        into headers: inout [PropagationHeader]
    ) -> String? {
        headers.append(PropagationHeader(Self.traceID, B3.text(of: context.traceID)))
        headers.append(PropagationHeader(Self.spanID, context.spanID.hexadecimal))
        guard let priority = context.samplingPriority else { return nil }
        let flag = priority > 1 ? (Self.flags, "1") : (Self.sampled, priority > 0 ? "1" : "0")
        headers.append(PropagationHeader(flag.0, flag.1))
        return nil
    }
}
