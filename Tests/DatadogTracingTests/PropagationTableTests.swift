// SPDX-License-Identifier: Apache-2.0

import Foundation
import JSON
import Testing

@testable import DatadogTracing

/// Every row that was recorded from ddtrace, under the settings with which it was recorded.
@Suite(.enabled(if: Captures.arePresent, Captures.hint)) struct PropagationTableTests {
    static let tables: [String] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: Captures.folder)) ?? []
        return names.filter { $0.hasPrefix("propagation_") }.map { String($0.dropLast(".json".count)) }.sorted()
    }()

    private func table(_ name: String) throws -> (CompositePropagator, extract: [JSONValue], inject: [JSONValue]) {
        let json = try Captures.load(name)
        let configuration = DatadogTracingConfiguration(environment: json["environment"]?.strings ?? [:])
        let extract = try #require(json["observed"]?["extract"]?.arrayValue)
        let inject = try #require(json["observed"]?["inject"]?.arrayValue)
        return (CompositePropagator(configuration), extract, inject)
    }

    @Test func noTableIsMissing() {
        #expect(Self.tables.count == 10)
    }

    @Test(arguments: tables) func extraction(name: String) throws {
        let (propagator, rows, _) = try table(name)
        var compared = 0
        for row in rows {
            let headers = row["headers"]?.strings ?? [:]
            let extraction = propagator.extract { HeaderExtractor().extract(key: $0, from: headers) }
            // Some rows have an exception instead: with nothing extracted ddtrace answers None, which was not expected.
            let isNone = row["raised"]?.stringValue?.contains("NoneType") == true
            let expected =
                isNone ? ComparableExtraction(Extraction()) : ComparableExtraction(try #require(row["context"]))
            #expect(ComparableExtraction(extraction) == expected, "\(name): \(row["case"]?.text ?? "")")
            compared += 1
        }
        #expect(compared == 48)
    }

    @Test(arguments: tables) func injection(name: String) throws {
        let (propagator, _, rows) = try table(name)
        var compared = 0
        for row in rows {
            let (context, sampling, baggage) = try injected(row)
            var headers: [PropagationHeader] = []
            _ = propagator.inject(baggage, into: &headers)
            let error = propagator.inject(context, sampling: sampling, into: &headers)
            let written = Dictionary(uniqueKeysWithValues: headers.map { ($0.name, $0.value) })
            // ddtrace writes a tracestate without members, too.
            let expected = (row["headers"]?.strings ?? [:]).filter { !$0.value.isEmpty }
            #expect(written == expected, "\(name): \(row["case"]?.text ?? "")")
            #expect(error == row["meta_after"]?["_dd.propagation_error"]?.stringValue)
            compared += 1
        }
        #expect(compared == 15)
    }

    private func injected(_ row: JSONValue) throws -> (DatadogSpanContext, OTelSampling, Baggage) {
        if let json = row["context"] {
            return (DatadogSpanContext(recorded: json), .inherited, Baggage(recorded: json["baggage"]))
        }
        var context = DatadogSpanContext(recorded: try #require(row["span"]))
        context.samplingPriority = 1
        context.isRemote = false
        context.propagationTags = ["_dd.p.dm": "-0"]
        return (context, SamplingDecision.automaticKeep.otelSampling(for: context.traceID), Baggage())
    }
}
