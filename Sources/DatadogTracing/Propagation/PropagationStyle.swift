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

    /// The styles that are used unless others are configured, in order of precedence.
    public static let standard: [PropagationStyle] = [.datadog, .traceContext]

    var propagator: (any Propagator)? {
        switch self {
        case .datadog: DatadogPropagator()
        case .traceContext: TraceContextPropagator()
        default: nil
        }
    }
}
