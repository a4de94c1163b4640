// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import Synchronization

/// A trace of LLM Observability: its own id, and what sampling says about it.
final class LLMObsTrace: Sendable {
    let id: TraceID
    private let state: Mutex<State>

    private struct State {
        var verdict: SamplingVerdict?
        /// Whose tags the rules look at; it knows this trace.
        weak var root: SpanRecord?
    }

    /// A trace; without a verdict it is taken when it is needed first.
    init(id: TraceID, verdict: SamplingVerdict?) {
        self.id = id
        self.state = Mutex(State(verdict: verdict))
    }

    /// Names the first span of the trace.
    func begins(with root: SpanRecord) {
        state.withLock { $0.root = root }
    }

    /// The verdict, taken now if it was not taken before; it never changes.
    func verdict(by sampler: LLMObsSampler) -> SamplingVerdict {
        let (earlier, root) = state.withLock { ($0.verdict, $0.root) }
        if let earlier { return earlier }
        // Outside the lock: the root's tags have a lock of their own.
        let verdict = sampler.decide(apmTraceID: root?.apmTraceID ?? id, tags: root?.tags ?? [:])
        return state.withLock { state in
            if let earlier = state.verdict { return earlier }
            state.verdict = verdict
            return verdict
        }
    }
}

/// What sampling says about a trace, as it is sent.
struct SamplingVerdict: Sendable, Hashable {
    /// Decimal, from 0 to 1.
    let rate: String
    /// `1` or `0`.
    let decision: String

    static let kept = SamplingVerdict(rate: "1", decision: "1")
}
