// SPDX-License-Identifier: Apache-2.0

/// A family of headers that carry a trace's context.
public struct PropagationStyle: RawRepresentable, Hashable, Sendable {
    /// As in `DD_TRACE_PROPAGATION_STYLE`.
    public let rawValue: String

    /// A style of this name.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// `x-datadog-*`.
    public static let datadog = Self(rawValue: "datadog")
    /// W3C: `traceparent`, `tracestate`.
    public static let traceContext = Self(rawValue: "tracecontext")
    /// Zipkin's single header: `b3`.
    public static let b3 = Self(rawValue: "b3")
    /// Zipkin's several headers: `x-b3-*`.
    public static let b3Multi = Self(rawValue: "b3multi")
    /// W3C `baggage`: the application's own values, with or without a trace.
    public static let baggage = Self(rawValue: "baggage")

    /// The styles that are used unless others are configured, in order of precedence.
    public static let standard: [PropagationStyle] = [.datadog, .traceContext, .baggage]

    /// What reads and writes the headers of a trace; nil for baggage, which is no trace.
    func propagator(_ configuration: DatadogTracingConfiguration) -> (any Propagator)? {
        switch self {
        case .datadog: DatadogPropagator(maximumTagsLength: configuration.maximumTagsHeaderLength)
        case .traceContext: TraceContextPropagator()
        case .b3: B3Propagator()
        case .b3Multi: B3MultiPropagator()
        default: nil
        }
    }
}
