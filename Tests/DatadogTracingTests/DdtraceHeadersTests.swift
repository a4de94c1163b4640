// SPDX-License-Identifier: Apache-2.0

import JSON
import TestSupport
import Testing

@testable import DatadogTracing

/// Thousands of headers, read and written by ddtrace and by us.
@Suite(.enabled(if: PythonScript.isInstalled, Comment(rawValue: PythonScript.hint))) struct DdtraceHeadersTests {
    private static let everything = "datadog,tracecontext,b3,b3multi,baggage"
    static let settings: [[String: String]] = [
        [:],
        ["DD_TRACE_PROPAGATION_STYLE": "datadog"],
        ["DD_TRACE_PROPAGATION_STYLE": "tracecontext"],
        ["DD_TRACE_PROPAGATION_STYLE": "b3"],
        ["DD_TRACE_PROPAGATION_STYLE": "b3multi"],
        ["DD_TRACE_PROPAGATION_STYLE": "baggage"],
        ["DD_TRACE_PROPAGATION_STYLE": "none"],
        ["DD_TRACE_PROPAGATION_STYLE": "tracecontext,datadog,baggage"],
        ["DD_TRACE_PROPAGATION_STYLE": everything, "DD_TRACE_BAGGAGE_TAG_KEYS": "*"],
        ["DD_TRACE_PROPAGATION_STYLE": "b3multi,b3,tracecontext,datadog"],
        ["DD_TRACE_PROPAGATION_STYLE_EXTRACT": everything, "DD_TRACE_PROPAGATION_BEHAVIOR_EXTRACT": "restart"],
        ["DD_TRACE_PROPAGATION_BEHAVIOR_EXTRACT": "ignore"],
        ["DD_TRACE_PROPAGATION_EXTRACT_FIRST": "true", "DD_TRACE_X_DATADOG_TAGS_MAX_LENGTH": "40"],
        ["DD_TRACE_PROPAGATION_STYLE_INJECT": "datadog", "DD_TRACE_X_DATADOG_TAGS_MAX_LENGTH": "0"],
    ]
    private static let casesPerSetting = 200
    /// With it each difference occurs.
    private static let standardSeed: UInt64 = 2_026

    @Test(arguments: [TestSeed.value(otherwise: standardSeed)]) func weReadAndWriteWhatDdtraceDoes(
        seed: UInt64
    ) async throws {
        var comparison = PropagationComparison()
        let configurations = Self.settings.map { DatadogTracingConfiguration(environment: $0) }
        var cases = PropagationCases(seed: seed)
        let extract = configurations.indices.flatMap { setting in
            (PropagationCases.rare + (0..<Self.casesPerSetting).map { _ in cases.headers() }).map { (setting, $0) }
        }
        let inject = configurations.indices.flatMap { setting in
            (0..<Self.casesPerSetting).map { _ in (setting, cases.context()) }
        }
        let answer = try await DdtraceHeaders.answers(configurations, extract: extract, inject: inject)
        let propagators = configurations.map { CompositePropagator($0) }
        let extracted = try #require(answer["extract"]?.arrayValue)
        for ((setting, headers), answer) in zip(extract, extracted) {
            comparison.compareExtraction(of: headers, by: propagators[setting], in: Self.settings[setting], answer)
        }
        let injected = try #require(answer["inject"]?.arrayValue)
        for ((setting, value), answer) in zip(inject, injected) {
            comparison.compareInjection(
                of: value.context,
                value.baggage,
                by: propagators[setting],
                in: Self.settings[setting],
                answer
            )
        }
        #expect(comparison.compared == extract.count * 2 + inject.count)
        for difference in comparison.unexplained.prefix(20) { Issue.record("\(difference)") }
        #expect(comparison.unexplained.count == 0)
        let unneeded = Set(DeliberateDifference.allCases).subtracting(comparison.explained.keys)
        #expect(unneeded.isEmpty || seed != Self.standardSeed, "these no longer differ")
        #expect(comparison.differing < comparison.compared / 8)
    }
}
