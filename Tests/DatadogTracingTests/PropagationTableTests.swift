// SPDX-License-Identifier: Apache-2.0

import JSON
import Testing

@testable import DatadogTracing

/// Every row that was recorded from ddtrace for the styles we write.
@Suite(.enabled(if: Captures.arePresent, Captures.hint)) struct PropagationTableTests {
    static let tables: [(name: String, styles: [PropagationStyle])] = [
        ("propagation_datadog", [.datadog]),
        ("propagation_tracecontext", [.traceContext]),
        ("propagation_default", PropagationStyle.standard),
    ]

    @Test(arguments: tables.indices) func extraction(table: Int) throws {
        let (name, styles) = Self.tables[table]
        let propagator = CompositePropagator(extract: styles, inject: styles)
        let rows = try #require(try Captures.load(name)["observed"]?["extract"]?.arrayValue)
        #expect(rows.count == 48)
        for row in rows {
            let headers = strings(row["headers"])
            let extracted = propagator.extract { HeaderExtractor().extract(key: $0, from: headers) }
            let expected = try #require(row["context"])
            #expect(ExpectedContext(extracted) == ExpectedContext(expected), "\(name): \(row["case"]?.text ?? "")")
        }
    }

    @Test(arguments: tables.indices) func injection(table: Int) throws {
        let (name, styles) = Self.tables[table]
        let propagator = CompositePropagator(extract: styles, inject: styles)
        let rows = try #require(try Captures.load(name)["observed"]?["inject"]?.arrayValue)
        #expect(rows.count == 15)
        for row in rows {
            var headers: [PropagationHeader] = []
            var error: String?
            if let (context, probability) = injected(row) {
                error = propagator.inject(context, probability: probability, into: &headers)
            }
            let written = Dictionary(uniqueKeysWithValues: headers.map { ($0.name, $0.value) })
            // Baggage is not written yet, and an empty tracestate is left out.
            let expected = strings(row["headers"]).filter { $0.key != "baggage" && !$0.value.isEmpty }
            #expect(written == expected, "\(name): \(row["case"]?.text ?? "")")
            #expect(error == row["meta_after"]?["_dd.propagation_error"]?.stringValue)
        }
    }

    private func injected(_ row: JSONValue) -> (DatadogSpanContext, OTelProbability?)? {
        guard let json = row["context"] else { return liveSpan(row["span"]) }
        guard let id = json["trace_id_hex"]?.stringValue.flatMap({ TraceID(hexadecimal: $0) }),
            let spanID = json["span_id_hex"]?.stringValue.flatMap({ UInt64(hexadecimal: $0) })
        else { return nil }
        var context = DatadogSpanContext(traceID: id, spanID: spanID)
        context.samplingPriority = json["sampling_priority"]?.intValue
        context.origin = json["dd_origin"]?.stringValue
        for (key, value) in json["meta"]?.objectValue ?? [:] where key.hasPrefix("_dd.p.") {
            context.propagationTags[key] = value.stringValue
        }
        context.traceState = json["meta"]?["tracestate"]?.stringValue
        return (context, nil)
    }

    private func liveSpan(_ json: JSONValue?) -> (DatadogSpanContext, OTelProbability?)? {
        guard let id = json?["trace_id_hex"]?.stringValue.flatMap({ TraceID(hexadecimal: $0) }),
            let spanID = json?["span_id_hex"]?.stringValue.flatMap({ UInt64(hexadecimal: $0) })
        else { return nil }
        let decision = SamplingDecision.automaticKeep
        var context = DatadogSpanContext(traceID: id, spanID: spanID, samplingPriority: 1, isRemote: false)
        context.propagationTags = ["_dd.p.dm": "-0"]
        return (context, decision.probability(for: id))
    }

    private func strings(_ json: JSONValue?) -> [String: String] {
        var strings: [String: String] = [:]
        for (key, value) in json?.objectValue ?? [:] { strings[key] = value.stringValue }
        return strings
    }
}

/// What a recording says about an extracted context, and what ours says, in the same words.
private struct ExpectedContext: Equatable {
    var traceID: String?
    var spanID: String?
    var priority: Int?
    var origin: String?
    var meta: [String: String] = [:]
    var links: [String] = []

    init(_ json: JSONValue) {
        traceID = json["trace_id_hex"]?.stringValue
        spanID = json["span_id_hex"]?.stringValue
        priority = json["sampling_priority"]?.intValue
        origin = json["dd_origin"]?.stringValue
        for (key, value) in json["meta"]?.objectValue ?? [:] {
            guard key.hasPrefix("_dd.p") || key == "tracestate" else { continue }
            meta[key] = value.stringValue
        }
        links = (json["span_links"]?.arrayValue ?? []).map { link in
            let attributes = link["attributes"]
            let texts = [link["trace_id"], link["span_id"], attributes?["reason"], attributes?["context_headers"]]
            return (texts + [link["tracestate"], link["flags"]]).map { $0?.stringValue ?? $0?.text ?? "-" }
                .joined(separator: " ")
        }
    }

    init(_ context: DatadogSpanContext?) {
        guard let context else { return }
        traceID = context.traceID.hexadecimal
        spanID = context.spanID == 0 ? nil : context.spanID.hexadecimal
        priority = context.samplingPriority
        origin = context.origin
        for tag in context.propagationTags.tags { meta[tag.key] = tag.value }
        meta["tracestate"] = context.traceState
        meta["_dd.parent_id"] = context.lastDatadogParentID
        meta["_dd.propagation_error"] = context.propagationError
        links = context.links.map { link in
            let attributes = ["reason", "context_headers"].map { link.attributes[$0] ?? "-" }
            let rest = [link.traceState ?? "-", link.flags.map { String($0) } ?? "-"]
            return ([link.traceID.hexadecimal, link.spanID.hexadecimal] + attributes + rest).joined(separator: " ")
        }
    }
}
