// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Marks the spans of rejected traces that are kept nevertheless.
final class SpanSampler: Sendable {
    private let rules: [SpanSamplingRule]
    /// One for each rule.
    private let limiters: Mutex<[RateLimiter]>
    private let clock: @Sendable () -> ContinuousClock.Instant

    /// Set on the spans that are kept.
    static let mechanismKey = "_dd.span_sampling.mechanism"
    private static let mechanism = 8.0

    init(rules: [SpanSamplingRule], clock: @escaping @Sendable () -> ContinuousClock.Instant = { .now }) {
        self.rules = rules
        self.limiters = Mutex(rules.map { RateLimiter(limit: $0.maximumPerSecond, now: clock()) })
        self.clock = clock
    }

    var hasRules: Bool { !rules.isEmpty }

    func mark(_ span: inout FinishedSpan) {
        guard let index = rules.firstIndex(where: { $0.matches(span) }) else { return }
        let rule = rules[index]
        guard KnuthSampling.keeps(span.spanID, rate: rule.sampleRate) else { return }
        guard limiters.withLock({ $0[index].allows(at: clock()) }) else { return }
        span.metrics[Self.mechanismKey] = Self.mechanism
        span.metrics["_dd.span_sampling.rule_rate"] = rule.sampleRate
        if let maximum = rule.maximumPerSecond { span.metrics["_dd.span_sampling.max_per_second"] = maximum }
    }
}
