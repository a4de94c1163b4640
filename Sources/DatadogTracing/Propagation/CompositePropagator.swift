// SPDX-License-Identifier: Apache-2.0

/// Several families of headers, tried and written in order.
struct CompositePropagator: Sendable {
    private let extracting: [(style: PropagationStyle, propagator: any Propagator)]
    private let injecting: [(style: PropagationStyle, propagator: any Propagator)]

    init(extract: [PropagationStyle], inject: [PropagationStyle]) {
        extracting = extract.compactMap { style in style.propagator.map { (style, $0) } }
        injecting = inject.compactMap { style in style.propagator.map { (style, $0) } }
    }

    init(_ configuration: DatadogTracingConfiguration) {
        self.init(extract: configuration.extractStyles, inject: configuration.injectStyles)
    }

    /// The first style that yields a context decides; contexts of other traces become links of it.
    func extract(_ header: (String) -> String?) -> DatadogSpanContext? {
        let found = extracting.compactMap { style, propagator in propagator.extract(header).map { (style, $0) } }
        guard var (_, context) = found.first else { return nil }
        for (style, other) in found.dropFirst() {
            if other.traceID != context.traceID {
                context.links.append(.terminated(other, style: style))
            } else if style == .traceContext {
                context.adopt(other)
            }
        }
        return context
    }

    func inject(
        _ context: DatadogSpanContext,
        probability: OTelProbability?,
        into headers: inout [PropagationHeader]
    ) -> String? {
        // As soon as Datadog's own headers are written, the other styles carry the id's high half as a tag, too.
        let isDatadog = injecting.contains { $0.style == .datadog }
        let context = isDatadog ? context.withTraceIDHighTag : context
        var error: String?
        for (_, propagator) in injecting {
            error = propagator.inject(context, probability: probability, into: &headers) ?? error
        }
        return error
    }
}

extension DatadogSpanContext {
    /// Takes over what only the W3C headers of the same trace know.
    fileprivate mutating func adopt(_ other: DatadogSpanContext) {
        traceState = other.traceState
        guard other.spanID != spanID else { return }
        lastDatadogParentID = other.lastDatadogParentID ?? (spanID == 0 ? nil : spanID.hexadecimal)
        spanID = other.spanID
    }
}

extension DatadogSpanLink {
    fileprivate static func terminated(_ context: DatadogSpanContext, style: PropagationStyle) -> DatadogSpanLink {
        let attributes = ["reason": "terminated_context", "context_headers": style.rawValue]
        return DatadogSpanLink(context: context, attributes: attributes)
    }
}
