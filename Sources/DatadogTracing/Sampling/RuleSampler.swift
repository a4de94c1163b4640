// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Decides by rules; a trace that no rule matches is left to the next sampler.
///
/// Of what the rules keep, no more than a limit per second is kept.
final class RuleSampler: Sampler {
    private let rules: [TraceSamplingRule]
    private let next: any Sampler
    private let limiter: Mutex<RateLimiter>
    private let clock: @Sendable () -> ContinuousClock.Instant

    init(
        rules: [TraceSamplingRule],
        maximumPerSecond: Double?,
        next: any Sampler,
        clock: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        self.rules = rules
        self.next = next
        self.limiter = Mutex(RateLimiter(limit: maximumPerSecond, now: clock()))
        self.clock = clock
    }

    func decide(_ candidate: SamplingCandidate) -> SamplingDecision {
        guard let rule = firstMatch(candidate) else { return next.decide(candidate) }
        guard KnuthSampling.keeps(candidate.traceID.low, rate: rule.sampleRate) else {
            return SamplingDecision(rule: rule, isKept: false)
        }
        let (isAllowed, share) = limiter.withLock { ($0.allows(at: clock()), $0.effectiveRate) }
        return SamplingDecision(rule: rule, isKept: isAllowed, limitRate: share)
    }

    private func firstMatch(_ candidate: SamplingCandidate) -> TraceSamplingRule? {
        var span: FinishedSpan?
        return rules.first { rule in
            guard rule.matches(candidate) else { return false }
            guard !rule.tags.isEmpty else { return true }
            let known = span ?? candidate.span()
            span = known
            return rule.matchesTags(of: known)
        }
    }
}

extension SamplingDecision {
    fileprivate init(rule: TraceSamplingRule, isKept: Bool, limitRate: Double? = nil) {
        self.init(priority: isKept ? 2 : -1, mechanism: 3, rate: rule.sampleRate)
        self.limitRate = limitRate
        isDiscarded = !isKept && rule.discardsRejected
    }
}
