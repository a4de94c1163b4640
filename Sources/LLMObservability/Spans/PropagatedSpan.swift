// SPDX-License-Identifier: Apache-2.0

import DatadogTracing

/// What travels between processes about a span of LLM Observability, as `_dd.p.llmobs_*` among the trace's tags.
struct PropagatedSpan: Sendable, Hashable {
    /// Decimal, or ``root``.
    var parentID: String
    var traceID: TraceID?
    var mlApp: String?
    var sessionID: String?
    var verdict: SamplingVerdict?
    var agent: AgentReference?

    /// In place of a parent.
    static let root = "undefined"

    private static let parentKey = "_dd.p.llmobs_parent_id"
    private static let traceKey = "_dd.p.llmobs_trace_id"
    private static let mlAppKey = "_dd.p.llmobs_ml_app"
    private static let sessionKey = "_dd.p.llmobs_sid"
    private static let rateKey = "_dd.p.llmobs_sr"
    private static let decisionKey = "_dd.p.llmobs_sd"
    private static let agentIDKey = "_dd.p.llmobs_pagent_span_id"
    private static let agentNameKey = "_dd.p.llmobs_pagent_name"
}

extension PropagatedSpan {
    /// What the sender said; nil if it has no LLM Observability.
    init?(_ tags: PropagationTags) {
        guard let parentID = tags[Self.parentKey] else { return nil }
        self.parentID = UInt64(parentID) == nil ? Self.root : parentID
        traceID = tags[Self.traceKey].flatMap(TraceID.init(propagated:))
        mlApp = tags[Self.mlAppKey]
        sessionID = tags[Self.sessionKey]
        if let rate = tags[Self.rateKey], let decision = tags[Self.decisionKey] {
            verdict = SamplingVerdict(received: rate, decision)
        }
        if let agentID = tags[Self.agentIDKey], UInt64(agentID) != nil {
            agent = AgentReference(name: tags[Self.agentNameKey], spanID: agentID)
        }
    }

    /// Whether the sender named a span below which ours go.
    var hasParent: Bool { parentID != Self.root }
}

extension PropagatedSpan {
    /// Bytes of `x-datadog-tags` that other tracers accept, less those of `_dd.p.tid`, which joins them later.
    private static let budget = 512 - ",_dd.p.tid=0123456789abcdef".utf8.count

    /// Adds what can be written in headers; where all together would be too long, what matters least is left out.
    func write(to tags: inout PropagationTags) {
        for key in Self.optionalKeys { tags[key] = nil }
        tags[Self.parentKey] = parentID
        tags[Self.traceKey] = traceID?.decimal
        tags[Self.rateKey] = verdict?.rate
        tags[Self.decisionKey] = verdict?.decision
        add(Self.mlAppKey, mlApp, to: &tags)
        add(Self.sessionKey, sessionID, to: &tags)
        guard let agent else { return }
        add(Self.agentIDKey, agent.spanID, to: &tags)
        add(Self.agentNameKey, agent.name, to: &tags)
    }

    private static let optionalKeys = [
        mlAppKey, sessionKey, rateKey, decisionKey, agentIDKey, agentNameKey,
    ]

    private func add(_ key: String, _ value: String?, to tags: inout PropagationTags) {
        guard let value = Self.writable(value) else { return }
        let length = tags.tags.reduce(0) { $0 + $1.key.utf8.count + $1.value.utf8.count + 2 }
        guard length + key.utf8.count + value.utf8.count + 1 <= Self.budget else { return }
        tags[key] = value
    }

    /// The value if it is printable ASCII without a comma: one that is not would take the whole header with it.
    private static func writable(_ value: String?) -> String? {
        guard let value, !value.isEmpty, value.utf8.count <= 200 else { return nil }
        return value.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7f && $0 != UInt8(ascii: ",") } ? value : nil
    }
}

extension TraceID {
    /// All 128 bits as one decimal number.
    fileprivate var decimal: String { String(UInt128(high) << 64 | UInt128(low)) }

    /// A decimal number, or 32 hexadecimal digits.
    fileprivate init?(propagated text: String) {
        if text.utf8.count == 32, let id = TraceID(hexadecimal: text) {
            guard id.high != 0 || id.low != 0 else { return nil }
            self = id
            return
        }
        guard let number = UInt128(text), number != 0 else { return nil }
        self.init(high: UInt64(truncatingIfNeeded: number >> 64), low: UInt64(truncatingIfNeeded: number))
    }
}
