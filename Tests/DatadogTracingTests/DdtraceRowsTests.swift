// SPDX-License-Identifier: Apache-2.0

import JSON
import TestSupport
import Testing

@testable import DatadogTracing

/// Each row of the tables, read and written by ddtrace and by us under every setting.
@Suite(.enabled(if: PythonScript.isInstalled, Comment(rawValue: PythonScript.hint))) struct DdtraceRowsTests {
    static let settings: [[String: String]] =
        [[:]]
        + [
            "datadog", "tracecontext", "b3", "b3multi", "baggage", "tracecontext,datadog,baggage",
            "datadog,tracecontext,b3,b3multi,baggage",
        ].map { ["DD_TRACE_PROPAGATION_STYLE": $0] } + [
            ["DD_TRACE_PROPAGATION_BEHAVIOR_EXTRACT": "restart"], ["DD_TRACE_PROPAGATION_EXTRACT_FIRST": "true"],
        ]

    @Test func everyRowIsTheSame() async throws {
        #expect(PropagationRows.extract.count == 48 && PropagationRows.inject.count == 14)
        let configurations = Self.settings.map { DatadogTracingConfiguration(environment: $0) }
        let extract = configurations.indices.flatMap { setting in PropagationRows.extract.map { (setting, $0) } }
        let inject = configurations.indices.flatMap { setting in PropagationRows.inject.map { (setting, $0) } }
        let answer = try await DdtraceHeaders.answers(configurations, extract: extract, inject: inject)
        var comparison = PropagationComparison()
        let extracted = try #require(answer["extract"]?.arrayValue)
        for ((setting, headers), answer) in zip(extract, extracted) {
            let propagator = CompositePropagator(configurations[setting])
            comparison.compareExtraction(of: headers, by: propagator, in: Self.settings[setting], answer)
        }
        let injected = try #require(answer["inject"]?.arrayValue)
        for ((setting, value), answer) in zip(inject, injected) {
            let propagator = CompositePropagator(configurations[setting])
            let environment = Self.settings[setting]
            comparison.compareInjection(of: value.context, value.baggage, by: propagator, in: environment, answer)
        }
        #expect(comparison.compared == extract.count * 2 + inject.count)
        for difference in comparison.unexplained.prefix(20) { Issue.record("\(difference)") }
        #expect(comparison.unexplained.isEmpty && comparison.explained.isEmpty, "\(comparison.explained)")
    }
}
