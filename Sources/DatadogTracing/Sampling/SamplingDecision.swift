// SPDX-License-Identifier: Apache-2.0

/// What was decided about a trace.
public struct SamplingDecision: Sendable, Hashable {
    /// -1 and 0 reject, 1 and 2 keep. Rejected traces are sent, too: the agent counts and drops them.
    public let priority: Int
    /// Who decided: 0 nobody (kept by default), 1 the agent's rate, 3 a rule, 4 by hand; nil if inherited.
    public let mechanism: Int?
    /// The share of traces kept, where a rate decided.
    public let rate: Double?
    /// The share that the limit of traces per second let through, where a rule kept the trace.
    public var limitRate: Double? {
        didSet { limitRate = limitRate?.asRate }
    }
    /// Whether the trace is not even sent.
    public var isDiscarded = false

    /// A decision of this outcome; the rate is brought into the range from 0 to 1.
    public init(priority: Int, mechanism: Int?, rate: Double? = nil) {
        self.priority = priority
        self.mechanism = mechanism
        self.rate = rate?.asRate
    }

    /// A decision that came with the headers.
    init(inherited priority: Int) {
        self.init(priority: priority, mechanism: nil)
    }

    static let automaticKeep = SamplingDecision(priority: 1, mechanism: 0)
    static let manualKeep = SamplingDecision(priority: 2, mechanism: 4)
    static let manualDrop = SamplingDecision(priority: -1, mechanism: 4)

    /// As in `_dd.p.dm`: what came with the trace stays, unless somebody decided by hand here.
    func decisionMaker(received: String?) -> String? {
        // Most often nobody decided; making a text takes as long as writing three.
        let own = mechanism.map { $0 == 0 ? "-0" : "-\($0)" }
        return mechanism == Self.manualKeep.mechanism ? own : received ?? own
    }
    var agentRate: Double? { mechanism == 1 ? rate : nil }
    var ruleRate: Double? { mechanism == 3 ? rate : nil }
    /// Whether the rate kept the trace, and then the limit rejected it.
    private var isOverLimit: Bool { priority <= 0 && limitRate != nil }

    /// The rate as in `_dd.p.ksr`: at most six decimals, no trailing zeros.
    package var keptRate: String? {
        guard let rate else { return nil }
        let millionths = Int((rate * 1_000_000).rounded())
        let (whole, fraction) = millionths.quotientAndRemainder(dividingBy: 1_000_000)
        guard fraction > 0 else { return "\(whole)" }
        var digits = String(fraction + 1_000_000).dropFirst()
        while digits.last == "0" { digits.removeLast() }
        return "\(whole).\(digits)"
    }

    /// How OpenTelemetry says the same; only for decisions by chance.
    func probability(for traceID: TraceID) -> OTelProbability? {
        guard !isOverLimit, rate != 0 else { return nil }
        return switch mechanism {
        case 0: OTelProbability(traceID: traceID, rate: 1)
        case 1, 3: rate.flatMap { OTelProbability(traceID: traceID, rate: $0) }
        default: nil
        }
    }
}
