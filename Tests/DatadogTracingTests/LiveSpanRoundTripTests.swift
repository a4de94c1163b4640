// SPDX-License-Identifier: Apache-2.0

import JSON
import TestSupport
import Testing
import Tracing

@testable import DatadogTracing

/// Spans that are changed at random while they are open, as Python's msgpack reads them.
@Suite("Open spans beside Python's MessagePack", .enabled(if: PythonScript.isInstalled, "\(PythonScript.hint)"))
struct LiveSpanRoundTripTests {
    private static let seed = TestSeed.value(otherwise: 4_711)
    private static let hint = Comment(rawValue: "TEST_SEED=\(seed)")

    /// What a span's own tags must be in the end; the tracer adds others.
    private struct Model {
        var texts: [String: String] = [:]
        var numbers: [String: Double] = [:]
        var keys: [String] = []

        mutating func set(_ key: String, _ text: String) {
            texts[key] = text
            numbers[key] = nil
        }

        mutating func set(_ key: String, _ number: Double) {
            numbers[key] = number
            texts[key] = nil
        }
    }

    @Test(arguments: TraceAPIVersion.allCases) func whatWasSetLastIsThere(version: TraceAPIVersion) async throws {
        let exporter = InMemoryExporter()
        let tracer = DatadogTracer(configuration: DatadogTracingConfiguration(service: "s"), receiver: exporter)
        var cases = SpanCases(seed: Self.seed)
        var random = SeededGenerator(seed: Self.seed)
        let models = (0..<40).map { _ in trace(tracer, &cases, &random) }
        var payloads = TracePayloads(exporter.popChunks(), version, maximumBytes: .max / 2)
        let payload = payloads.next()
        let body = try #require(payload).body
        let request: JSONValue = [
            "traces": [
                [
                    "version": version == .v04 ? "v04" : "v05", "body": .string(TypedValue.hexadecimal(body)),
                ]
            ], "pack": [],
        ]
        let output = try await PythonScript("msgpack_values.py").run(input: request.serialized())
        let line = try #require(output.split(separator: "\n").last, Self.hint)
        let answer = try? JSONValue(parsing: String(line))
        let traces = try #require(answer?["traces"]?[0]?.arrayValue, "\(Self.hint): \(output.suffix(1_000))")
        #expect(traces.count == models.count)
        for (models, spans) in zip(models, traces) {
            #expect(spans.arrayValue?.count == models.count, Self.hint)
            for (model, span) in zip(models, spans.arrayValue ?? []) { compare(model, span) }
        }
    }

    /// A root and some children, which are changed in turns.
    private func trace(
        _ tracer: DatadogTracer,
        _ cases: inout SpanCases,
        _ random: inout SeededGenerator
    ) -> [Model] {
        let root = tracer.startSpan("root", childOf: .none)
        let count = Int.random(in: 0...3, using: &random)
        let spans = [root] + (0..<count).map { _ in tracer.startSpan("child", childOf: .span(root)) }
        var models = spans.map { _ in Model() }
        for _ in 0..<Int.random(in: 0...60, using: &random) {
            let index = Int.random(in: spans.indices, using: &random)
            change(spans[index], &models[index], &cases, &random)
        }
        for span in spans.reversed() { span.finish() }
        return models
    }

    private func change(
        _ span: DatadogSpan,
        _ model: inout Model,
        _ cases: inout SpanCases,
        _ random: inout SeededGenerator
    ) {
        if model.keys.isEmpty || Int.random(in: 0..<3, using: &random) == 0 {
            model.keys.append(cases.key(model.keys.count))
        }
        let key = model.keys.randomElement(using: &random) ?? "0"
        // Adding 0 takes the sign from a zero, which a whole number among the attributes has not.
        let (text, number, integer) = (cases.text(), cases.double() + 0, cases.integer())
        switch Int.random(in: 0..<6, using: &random) {
        case 0, 1:
            span.setTag(key, text)
            model.set(key, text)
        case 2:
            span.setMetric(key, number)
            // What is no number changes nothing.
            if number.isFinite { model.set(key, number) }
        case 3:
            span.setTag(key, true)
            model.set(key, "true")
        case 4:
            span.setTag(key, Int(integer))
            model.set(key, Double(integer))
        default:
            span.updateAttributes { $0.set(key, value: .string(text)) }
            model.set(key, text)
        }
    }

    private func compare(_ model: Model, _ span: JSONValue) {
        let meta = own(member("meta", of: span), model)
        let metrics = own(member("metrics", of: span), model)
        let texts = model.texts.map { ($0.key, TypedValue.text($0.value)) }
        let numbers = model.numbers.map { ($0.key, TypedValue.double($0.value)) }
        #expect(.object(meta) == TypedValue.map(texts), Self.hint)
        #expect(.object(metrics) == TypedValue.map(numbers), Self.hint)
    }

    private func member(_ name: String, of span: JSONValue) -> JSONObject {
        span[TypedValue.hexadecimal(Array(name.utf8))]?.objectValue ?? [:]
    }

    /// The members that the model knows, whatever they are.
    private func own(_ members: JSONObject, _ model: Model) -> JSONObject {
        let keys = Set(model.keys.map { TypedValue.hexadecimal(Array($0.utf8)) })
        return JSONObject(members.filter { keys.contains($0.key) }.map { ($0.key, $0.value) })
    }
}
