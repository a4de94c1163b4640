// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import DatadogTracing

/// Headers of any kind are survived, and what we write we read again.
@Suite struct PropagationFuzzTests {
    private let everything: CompositePropagator = {
        var configuration = DatadogTracingConfiguration(service: "s")
        configuration.extractStyles = [.datadog, .traceContext, .b3, .b3Multi, .baggage]
        configuration.injectStyles = configuration.extractStyles
        configuration.baggageTagKeys = ["*"]
        return CompositePropagator(configuration)
    }()

    private static let names = [
        "x-datadog-trace-id", "x-datadog-parent-id", "x-datadog-sampling-priority", "x-datadog-origin",
        "x-datadog-tags", "traceparent", "tracestate", "b3", "x-b3-traceid", "x-b3-spanid", "x-b3-sampled",
        "x-b3-flags", "baggage",
    ]

    private func written(_ context: DatadogSpanContext, _ baggage: Baggage) -> [String: String] {
        var headers: [PropagationHeader] = []
        _ = everything.inject(baggage, into: &headers)
        _ = everything.inject(context, sampling: .inherited, into: &headers)
        return Dictionary(uniqueKeysWithValues: headers.map { ($0.name, $0.value) })
    }

    @Test func anyTextIsSurvived() {
        var cases = PropagationCases(seed: TestSeed.value(otherwise: 7))
        for round in 0..<500 {
            var headers = cases.headers()
            for name in Self.names where round % 3 == 0 || headers[name] == nil { headers[name] = cases.noise() }
            for (name, value) in headers where round % 3 == 1 { headers[name] = cases.breaking(value, times: 5) }
            let extraction = everything.extract { headers[$0] }
            let again = written(extraction.context ?? .withoutTrace, extraction.baggage)
            #expect(again["tracestate"]?.utf8.count ?? 0 <= 512 && again["baggage"]?.utf8.count ?? 0 <= 8_192)
            #expect(again["x-datadog-tags"]?.utf8.count ?? 0 <= 512)
            #expect(again.values.allSatisfy { $0.isPrintable })
        }
    }

    @Test(arguments: [PropagationStyle.datadog, .traceContext, .b3, .b3Multi]) func idsAndPrioritySurvive(
        style: PropagationStyle
    ) throws {
        let propagator = try #require(style.propagator(DatadogTracingConfiguration(service: "s")))
        var cases = PropagationCases(seed: TestSeed.value(otherwise: 11))
        for _ in 0..<200 {
            var context = cases.context().context
            context.samplingPriority = context.samplingPriority.map { min(max($0, 0), 2) } ?? 1
            var headers: [PropagationHeader] = []
            _ = propagator.inject(
                style == .datadog ? context.withTraceIDHighTag : context,
                sampling: .inherited,
                into: &headers
            )
            let back = try #require(propagator.extract { name in headers.first { $0.name == name }?.value })
            #expect(back.spanID == context.spanID && back.samplingPriority == context.samplingPriority)
            #expect(back.traceID.low == context.traceID.low)
            let hasTags = style != .datadog || headers.contains { $0.name == "x-datadog-tags" }
            #expect(!hasTags || back.traceID == context.traceID)
        }
    }

    @Test func tagsAndOriginSurvive() {
        var cases = PropagationCases(seed: TestSeed.value(otherwise: 13))
        for _ in 0..<200 {
            var context = cases.context().context
            context.traceState = nil
            let headers = written(context, Baggage())
            guard headers["x-datadog-tags"] != nil else { continue }
            let back = everything.extract { headers[$0] }.context
            #expect(back?.origin == context.origin.flatMap { $0.isPrintable ? $0 : nil })
            let sent = context.withTraceIDHighTag.propagationTags.tags.map {
                [$0.key, String($0.value.trimmingSpaces())]
            }
            #expect(back?.propagationTags.tags.map { [$0.key, $0.value] } == sent)
        }
    }

    @Test func baggageSurvives() {
        var cases = PropagationCases(seed: TestSeed.value(otherwise: 17))
        for _ in 0..<200 {
            var baggage = cases.context().baggage
            for _ in 0..<3 { baggage[cases.noise()] = cases.noise() }
            let headers = written(.withoutTrace, baggage)
            let back = everything.extract { headers[$0] }.baggage
            #expect(back.items == baggage.items.filter { !$0.key.isEmpty && !$0.value.isEmpty })
            #expect(headers["baggage"]?.isPrintable != false)
        }
    }
}
