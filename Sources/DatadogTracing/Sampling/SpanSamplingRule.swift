// SPDX-License-Identifier: Apache-2.0

/// Which spans of rejected traces are kept nevertheless; the first rule that matches a span counts.
public struct SpanSamplingRule: Sendable, Hashable {
    /// Matches the span's service; nil matches all.
    public var service: GlobPattern?
    /// Matches the operation's name; nil matches all.
    public var name: GlobPattern?
    /// The share of the spans that is kept, from 0 to 1; other numbers are brought into that range.
    public var sampleRate: Double {
        didSet { sampleRate = sampleRate.asRate }
    }
    /// Spans kept per second at most; nil for any number.
    public var maximumPerSecond: Double?

    /// A rule for all spans unless patterns are given; the rate is brought into the range from 0 to 1.
    public init(
        service: GlobPattern? = nil,
        name: GlobPattern? = nil,
        sampleRate: Double = 1,
        maximumPerSecond: Double? = nil
    ) {
        self.service = service
        self.name = name
        self.sampleRate = sampleRate.asRate
        self.maximumPerSecond = maximumPerSecond
    }

    func matches(_ span: FinishedSpan) -> Bool {
        service?.matches(span.service) != false && name?.matches(span.name) != false
    }
}
