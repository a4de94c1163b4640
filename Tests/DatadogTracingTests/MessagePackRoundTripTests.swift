// SPDX-License-Identifier: Apache-2.0

import JSON
import TestSupport
import Testing

@testable import DatadogTracing

/// Random traces, written by us and read by Python's msgpack, field by field; and the other way round.
@Suite("MessagePack beside Python's", .enabled(if: PythonScript.isInstalled, Comment(rawValue: PythonScript.hint)))
struct MessagePackRoundTripTests {
    private static let seed = TestSeed.value(otherwise: 2_026)
    private static let hint = Comment(rawValue: "TEST_SEED=\(seed)")
    private static let traceCount = 120

    private struct Trace {
        let version: TraceAPIVersion
        let body: [UInt8]
        let expected: JSONValue
    }

    @Test func pythonReadsWhatWeWrite() async throws {
        var cases = SpanCases(seed: Self.seed)
        let traces = (0..<Self.traceCount).map { trace($0, &cases) }
        let request = traces.map { trace -> JSONValue in
            [
                "version": trace.version == .v04 ? "v04" : "v05",
                "body": .string(TypedValue.hexadecimal(trace.body)),
            ]
        }
        let found = try await python(traces: request, pack: [])["traces"]?.arrayValue ?? []
        #expect(found.count == traces.count, Self.hint)
        for (trace, found) in zip(traces, found) {
            let differences = Self.differences("\(trace.version)", trace.expected, found)
            #expect(differences.isEmpty, "\(Self.hint): \(differences.prefix(5).joined(separator: "\n"))")
        }
    }

    /// Chunks of one to three spans in a body of version 0.4, with and without native events, or 0.5.
    private func trace(_ index: Int, _ cases: inout SpanCases) -> Trace {
        let structs = (0..<3).map { number in
            let name = "\(number)" + cases.text()
            return number < index % 3 ? [name: cases.json()] : [:]
        }
        let spans = structs.map { structs in
            var span = cases.span()
            span.metaStruct = structs.mapValues(\.messagePack)
            return span
        }
        let lists = [Array(spans.prefix(1 + index % 3)), [cases.span()]]
        let chunks = lists.map { TraceChunk(spans: $0) }
        let (version, native) = [(TraceAPIVersion.v04, false), (.v04, true), (.v05, false)][index / 3 % 3]
        var payloads = TracePayloads(chunks, version, nativeSpanEvents: native, maximumBytes: .max / 2)
        let expected = lists.map { spans in
            JSONValue.array(
                spans.enumerated().map { number, span in
                    let structs = span.metaStruct.isEmpty ? [:] : structs[number]
                    return version == .v05 ? span.typedV05 : span.typedV04(nativeEvents: native, structs: structs)
                }
            )
        }
        return Trace(version: version, body: payloads.next()?.body ?? [], expected: .array(expected))
    }

    @Test func weReadWhatPythonWrites() async throws {
        var cases = SpanCases(seed: Self.seed)
        let values = (0..<Self.traceCount).map { _ in cases.json() }
        let packed = try await python(traces: [], pack: values.map(TypedValue.value))["packed"]?.arrayValue ?? []
        #expect(packed.count == values.count, Self.hint)
        for (value, packed) in zip(values, packed) {
            let bytes = TypedValue.bytes(hexadecimal: packed.stringValue ?? "")
            let read = try MessagePackReader.read(bytes).value
            #expect(TypedValue.value(read) == TypedValue.value(value), Self.hint)
        }
    }

    /// Nothing to compare: reading ends with a value or an error.
    @Test func bytesOfAnyKindAreSurvived() {
        var cases = SpanCases(seed: Self.seed)
        var random = SeededGenerator(seed: Self.seed)
        var refused = 0
        for _ in 0..<3_000 {
            var bytes = Array(cases.json().messagePack.prefix(2_000))
            for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
                bytes[Int.random(in: bytes.indices, using: &random)] = .random(in: 0...255, using: &random)
            }
            if Bool.random(using: &random) { bytes.removeLast(Int.random(in: 0...bytes.count, using: &random)) }
            do { _ = try MessagePackReader.read(bytes) } catch { refused += 1 }
        }
        #expect(refused > 100, Self.hint)
    }

    private func python(traces: [JSONValue], pack: [JSONValue]) async throws -> JSONValue {
        let request: JSONValue = ["traces": .array(traces), "pack": .array(pack)]
        let output = try await PythonScript("msgpack_values.py").run(input: request.serialized())
        guard let line = output.split(separator: "\n").last, let answer = try? JSONValue(parsing: String(line)) else {
            throw TestSupportError("\(Self.hint): the script failed: \(output.suffix(1_000))")
        }
        return answer
    }

    private static func differences(_ path: String, _ ours: JSONValue, _ found: JSONValue) -> [String] {
        guard ours != found else { return [] }
        if let left = ours.arrayValue, let right = found.arrayValue, left.count == right.count {
            return left.indices.flatMap { differences("\(path)[\($0)]", left[$0], right[$0]) }
        }
        if let left = ours.objectValue, let right = found.objectValue {
            return Set(left.keys).union(right.keys).sorted().flatMap { key in
                let name = String(decoding: TypedValue.bytes(hexadecimal: key), as: UTF8.self)
                return differences("\(path).\(name.prefix(20))", left[key] ?? "none", right[key] ?? "none")
            }
        }
        return ["\(path): wrote \(ours.text.prefix(200)), found \(found.text.prefix(200))"]
    }
}
