// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Keeps the share of traces that the agent asks for, by service and environment; everything until it asks.
public final class AgentRateSampler: Sampler {
    private let rates = Mutex<[String: Double]>([:])

    /// A sampler that knows no rates yet.
    public init() {}

    /// Takes the agent's table (`service:<service>,env:<env>` → rate) in place of the earlier one.
    public func update(_ rates: [String: Double]) {
        self.rates.withLock { $0 = rates }
    }

    /// Keeps by the rate of exactly this service and environment; the table's default entry is not used.
    public func decide(_ candidate: SamplingCandidate) -> SamplingDecision {
        let key = "service:\(candidate.service),env:\(candidate.env ?? "")"
        guard let rate = rates.withLock({ $0[key] }) else { return .automaticKeep }
        let isKept = KnuthSampling.keeps(candidate.traceID.low, rate: rate)
        return SamplingDecision(priority: isKept ? 1 : 0, mechanism: 1, rate: rate)
    }
}
