// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import Synchronization

/// A trace of LLM Observability: its own id, what sampling says about it, and its session.
///
/// As in ddtrace, rules look at the tags of the first span as late as they can: when that span ends, when headers are
/// written, or when another span of the trace leaves the process before. From then on the verdict stays.
final class LLMObsTrace: Sendable {
    let id: TraceID
    /// What decides, where that takes the first span's tags; nil where all is said from the start.
    private let rules: Rules?
    private let state: Mutex<State>

    private struct Rules {
        let sampler: LLMObsSampler
        let apmTraceID: TraceID
    }

    private struct State {
        var verdict: SamplingVerdict?
        /// Whose tags the rules look at; it knows this trace.
        weak var root: SpanRecord?
        /// The first that a span named.
        var sessionID: String?
    }

    /// A trace that began in another process, which may have said nothing about sampling.
    init(id: TraceID, receiving verdict: SamplingVerdict?) {
        self.id = id
        self.rules = nil
        self.state = Mutex(State(verdict: verdict))
    }

    /// A trace that begins here.
    init(id: TraceID, apmTraceID: TraceID, sampler: LLMObsSampler) {
        self.id = id
        let verdict = sampler.decide(apmTraceID: apmTraceID)
        self.rules = verdict == nil ? Rules(sampler: sampler, apmTraceID: apmTraceID) : nil
        self.state = Mutex(State(verdict: verdict))
    }

    /// Names the first span of the trace.
    func begins(with root: SpanRecord) {
        guard rules != nil else { return }
        state.withLock { $0.root = root }
    }

    /// Whether the verdict can still change.
    var isUndecided: Bool {
        rules != nil && state.withLock { $0.verdict == nil }
    }

    /// The verdict, taken now if it was not taken before; nil if that was up to another process, which said nothing.
    var verdict: SamplingVerdict? {
        let (earlier, root) = state.withLock { ($0.verdict, $0.root) }
        guard earlier == nil, let rules else { return earlier }
        // Outside the lock: the root's tags have a lock of their own.
        let verdict = rules.sampler.decide(apmTraceID: rules.apmTraceID, tags: root?.tags ?? [:])
        return state.withLock { state in
            // The first answer counts.
            if state.verdict == nil { state.verdict = verdict }
            return state.verdict
        }
    }

    /// Takes the verdict if this is the span whose tags decide, before they are taken from it.
    func ends(_ span: SpanRecord) {
        guard isUndecided, state.withLock({ $0.root === span }) else { return }
        _ = verdict
    }

    /// Keeps what the rules say from changing any more, since something goes out.
    func settle() {
        if isUndecided { _ = verdict }
    }

    /// The session of a span: its own or that of the span above, else the first that the trace had.
    func session(_ named: String?) -> String? {
        state.withLock { state in
            if state.sessionID == nil { state.sessionID = named }
            return named ?? state.sessionID
        }
    }
}

/// What sampling says about a trace, as it is sent.
struct SamplingVerdict: Sendable, Hashable {
    /// Decimal, from 0 to 1.
    let rate: String
    /// `1` or `0`.
    let decision: String
}

extension SamplingVerdict {
    /// What another process said, if it can be.
    init?(received rate: String, _ decision: String) {
        guard let number = Double(rate), (0...1).contains(number), decision == "0" || decision == "1" else {
            return nil
        }
        self.init(rate: rate, decision: decision)
    }
}
