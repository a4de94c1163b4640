// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Keeps the share of traces that the agent asks for, by service and environment; everything until it asks.
public final class AgentRateSampler: Sampler {
    private let state = Mutex(State())

    fileprivate struct State {
        var rates: [String: Double] = [:]
        /// What was asked last, which most often is asked again.
        var last: (service: String, env: String?, rate: Double?)?
    }

    /// A sampler that knows no rates yet.
    public init() {}

    /// Takes the agent's table (`service:<service>,env:<env>` → rate) in place of the earlier one.
    public func update(_ rates: [String: Double]) {
        state.withLock { $0 = State(rates: rates) }
    }

    /// Keeps by the rate of exactly this service and environment; the table's default entry is not used.
    public func decide(_ candidate: SamplingCandidate) -> SamplingDecision {
        let known = state.withLock { $0.rate(service: candidate.service, env: candidate.env) }
        guard let rate = known else { return .automaticKeep }
        let isKept = KnuthSampling.keeps(candidate.traceID.low, rate: rate)
        return SamplingDecision(priority: isKept ? 1 : 0, mechanism: 1, rate: rate)
    }
}

extension AgentRateSampler.State {
    fileprivate mutating func rate(service: String, env: String?) -> Double? {
        if let last, last.service == service, last.env == env { return last.rate }
        let rate = rates["service:\(service),env:\(env ?? "")"]
        last = (service, env, rate)
        return rate
    }
}
