// SPDX-License-Identifier: Apache-2.0

/// What the `ot` member of `tracestate` says after our decision about the trace.
enum OTelSampling: Sendable, Hashable {
    /// The decision came with the headers: the member stays as it was.
    case inherited
    /// We decided by chance: our numbers are written, unless there are some already.
    case probability(OTelProbability)
    /// We decided otherwise: a threshold no longer holds.
    case explicit
}

extension SamplingDecision {
    func otelSampling(for traceID: TraceID) -> OTelSampling {
        guard mechanism != nil else { return .inherited }
        return probability(for: traceID).map { .probability($0) } ?? .explicit
    }
}
