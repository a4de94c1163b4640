// SPDX-License-Identifier: Apache-2.0

/// Which traces to look at, and which share of them to keep; the first rule that matches a trace's first span counts.
public struct TraceSamplingRule: Sendable, Hashable {
    /// The share that is kept, from 0 to 1; other numbers are brought into that range.
    public var sampleRate: Double {
        didSet { sampleRate = sampleRate.asRate }
    }
    /// Matches the span's service; nil matches all, here and below.
    public var service: GlobPattern?
    /// Matches the operation's name.
    public var name: GlobPattern?
    /// Matches the resource.
    public var resource: GlobPattern?
    /// Each of these tags has to be there and match; whole numbers match as their digits, others only `*` and `?`.
    public var tags: [String: GlobPattern]
    /// Whether rejected traces are not even sent, so that the agent does not count them.
    public var discardsRejected: Bool

    /// A rule for all traces unless patterns are given; the rate is brought into the range from 0 to 1.
    public init(
        sampleRate: Double,
        service: GlobPattern? = nil,
        name: GlobPattern? = nil,
        resource: GlobPattern? = nil,
        tags: [String: GlobPattern] = [:],
        discardsRejected: Bool = false
    ) {
        self.sampleRate = sampleRate.asRate
        self.service = service
        self.name = name
        self.resource = resource
        self.tags = tags
        self.discardsRejected = discardsRejected
    }

    func matches(_ candidate: SamplingCandidate) -> Bool {
        service?.matches(candidate.service) != false && name?.matches(candidate.name) != false
            && resource?.matches(candidate.resource) != false
    }

    func matchesTags(of span: FinishedSpan) -> Bool {
        tags.allSatisfy { key, pattern in
            if let text = span.meta[key] { return pattern.matches(text) }
            guard let number = span.metrics[key] else { return false }
            guard let integer = Int64(exactly: number) else {
                return pattern.hasOnlyWildcards && pattern.matches(String(number))
            }
            return pattern.matches(String(integer))
        }
    }
}
