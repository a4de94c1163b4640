// SPDX-License-Identifier: Apache-2.0

/// Several families of headers, tried and written in order.
struct CompositePropagator: Sendable {
    private typealias Found = (style: PropagationStyle, context: DatadogSpanContext)

    private let extracting: [(style: PropagationStyle, propagator: any Propagator)]
    private let injecting: [any Propagator]
    private let behavior: ExtractionBehavior
    private let baggage: BaggagePropagator
    private let extractsBaggage: Bool
    private let injectsBaggage: Bool
    private let injectsDatadog: Bool
    private let baggageTagKeys: [String]

    init(_ configuration: DatadogTracingConfiguration) {
        let styles = configuration.extractStyles
        extracting = (configuration.extractsFirstStyleOnly ? styles.prefix(1) : styles[...])
            .compactMap { style in style.propagator(configuration).map { (style, $0) } }
        injecting = configuration.injectStyles.compactMap { $0.propagator(configuration) }
        behavior = configuration.extractionBehavior
        baggage = BaggagePropagator(
            maximumItems: configuration.limits.maximumBaggageItems,
            maximumBytes: configuration.limits.maximumBaggageBytes
        )
        extractsBaggage = styles.contains(.baggage)
        injectsBaggage = configuration.injectStyles.contains(.baggage)
        injectsDatadog = configuration.injectStyles.contains(.datadog)
        baggageTagKeys = configuration.baggageTagKeys
    }

    func extract(_ header: (String) -> String?) -> Extraction {
        var extraction = Extraction()
        guard behavior != .ignore else { return extraction }
        if extractsBaggage { (extraction.baggage, extraction.droppedBaggageItems) = baggage.extract(header) }
        var found: [Found] = []
        for (style, propagator) in extracting {
            guard let context = propagator.extract(header), context.hasTrace || context.samplingPriority != nil
            else { continue }
            found.append((style, context))
        }
        if behavior == .restart {
            extraction.context = Self.restarted(Self.resolved(found))
        } else {
            extraction.context = Self.resolved(found)?.context
            addBaggageTags(to: &extraction)
        }
        return extraction
    }

    /// The first style that yields a trace decides; contexts of other traces become links of it.
    private static func resolved(_ found: [Found]) -> Found? {
        guard let place = found.firstIndex(where: \.context.hasTrace) else { return found.first }
        var (style, primary) = found[place]
        for (otherStyle, other) in found[(place + 1)...] where other.hasTrace {
            if other.traceID != primary.traceID {
                guard let link = DatadogSpanLink(other, style: otherStyle, reason: "terminated_context") else {
                    continue
                }
                primary.links.append(link)
            } else if otherStyle == .traceContext {
                primary.adopt(other, datadog: found.first { $0.style == .datadog }?.context)
            }
        }
        return (style, primary)
    }

    /// Nothing of the trace but a link to it.
    private static func restarted(_ found: Found?) -> DatadogSpanContext? {
        guard let (style, old) = found,
            let link = DatadogSpanLink(old, style: style, reason: "propagation_behavior_extract")
        else { return nil }
        var context = DatadogSpanContext.withoutTrace
        context.links = [link]
        return context
    }

    private func addBaggageTags(to extraction: inout Extraction) {
        var tags: [String: String] = [:]
        let isAll = baggageTagKeys.contains("*")
        for item in extraction.baggage.items where isAll || baggageTagKeys.contains(item.key) {
            tags["baggage.\(item.key)"] = item.value
        }
        guard !tags.isEmpty else { return }
        var context = extraction.context ?? .withoutTrace
        context.baggageTags = tags
        extraction.context = context
    }

    /// Writes the headers of a trace; returns what went wrong, as `_dd.propagation_error` says it.
    ///
    /// A context without a trace or a span is not written.
    func inject(
        _ context: DatadogSpanContext,
        sampling: OTelSampling,
        into headers: inout [PropagationHeader]
    ) -> String? {
        guard context.hasTrace, context.spanID != 0 else { return nil }
        // As soon as Datadog's own headers are written, the other styles carry the id's high half as a tag, too.
        let context = injectsDatadog ? context.withTraceIDHighTag : context
        var error: String?
        for propagator in injecting {
            error = propagator.inject(context, sampling: sampling, into: &headers) ?? error
        }
        return error
    }

    /// Writes the baggage; returns how many items were left out.
    func inject(_ baggage: Baggage, into headers: inout [PropagationHeader]) -> Int {
        injectsBaggage ? self.baggage.inject(baggage, into: &headers) : 0
    }
}

extension DatadogSpanContext {
    /// Takes over what only the W3C headers of the same trace know.
    fileprivate mutating func adopt(_ other: DatadogSpanContext, datadog: DatadogSpanContext?) {
        traceState = other.traceState ?? traceState
        isTraceIDRandom = other.isTraceIDRandom
        guard other.spanID != spanID else { return }
        lastDatadogParentID = other.lastDatadogParentID
        if lastDatadogParentID == nil, let datadog, datadog.traceID == traceID, datadog.spanID != 0 {
            lastDatadogParentID = datadog.spanID.hexadecimal
        }
        spanID = other.spanID
    }
}

extension DatadogSpanLink {
    /// A link that says why the context was not continued; nil if the context names no span.
    fileprivate init?(_ context: DatadogSpanContext, style: PropagationStyle, reason: String) {
        guard context.hasTrace, context.spanID != 0 else { return nil }
        self.init(
            traceID: context.traceID,
            spanID: context.spanID,
            attributes: ["reason": reason, "context_headers": style.rawValue],
            traceState: style == .traceContext ? context.traceState : nil,
            flags: (context.samplingPriority ?? 0) > 0 ? 1 : 0
        )
    }
}
