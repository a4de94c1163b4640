// SPDX-License-Identifier: Apache-2.0

import JSON
import Testing

@testable import DatadogTracing

@Suite("Bodies of trace requests, in both versions") struct TraceEncoderTests {
    private func span(_ id: UInt64, text: String = "") -> FinishedSpan {
        FinishedSpan(
            traceID: TraceID(low: 1),
            spanID: id,
            name: "name",
            service: "service",
            resource: "resource",
            start: 1,
            duration: 2,
            meta: ["text": text]
        )
    }

    private func body(_ spans: [FinishedSpan], _ version: TraceAPIVersion, native: Bool = false) throws -> JSONValue {
        var payloads = TracePayloads(
            [TraceChunk(spans: spans)],
            version,
            nativeSpanEvents: native,
            maximumBytes: 1_000_000
        )
        let first = payloads.next()
        let payload = try #require(first)
        let second = payloads.next()
        #expect(second?.body == nil && payloads.tooLarge.isEmpty && payload.version == version)
        return try MessagePackReader.read(payload.body).value
    }

    @Test(arguments: TraceAPIVersion.allCases)
    func chunksAreSpreadOverBodiesOfLimitedSize(version: TraceAPIVersion) throws {
        let texts = (0..<40).map { String(repeating: "\($0 % 10)", count: 100 + $0) }
        var chunks = texts.enumerated().map { TraceChunk(spans: [span(UInt64($0 + 1), text: $1)]) }
        let huge = TraceChunk(spans: [span(99, text: String(repeating: "x", count: 5000))])
        chunks.insert(huge, at: 7)
        var payloads = TracePayloads(chunks, version, maximumBytes: 2000)
        var found: [TraceChunk] = []
        var bodies = 0
        while let payload = payloads.next() {
            bodies += 1
            #expect(payload.body.count <= 2000 && !payload.chunks.isEmpty)
            let value = try MessagePackReader.read(payload.body).value
            let traces = version == .v04 ? value.arrayValue : value[1]?.arrayValue
            #expect(traces?.count == payload.chunks.count)
            found += payload.chunks
        }
        #expect(bodies > 3 && payloads.tooLarge == [huge])
        #expect(found == chunks.filter { $0 != huge })
    }

    @Test func version05RefersToEachTextOnce() throws {
        let value = try body([span(1, text: "same"), span(2, text: "same")], .v05)
        #expect(value[0] == ["", "service", "name", "resource", "text", "same"])
        let spans = try #require(value[1]?[0]?.arrayValue)
        #expect(spans.map { $0.arrayValue?.count } == [12, 12])
        #expect(spans[0][9] == spans[1][9] && spans[0][0] == spans[1][0] && spans[0][4] == 1 && spans[1][4] == 2)
    }

    @Test func version05WritesLinksAndEventsAsText() throws {
        var span = span(1)
        span.links = [
            DatadogSpanLink(traceID: TraceID(high: 1, low: 2), spanID: 42, attributes: ["k": "v"], flags: 1),
            DatadogSpanLink(traceID: TraceID(low: 5), spanID: 6, traceState: "dd=s:1"),
        ]
        span.events = [DatadogSpanEvent(name: "moment", time: 7, attributes: ["n": 1])]
        let strings = try body([span], .v05)[0]?.arrayValue?.compactMap(\.stringValue) ?? []
        #expect(
            strings.contains(
                #"[{"trace_id":"00000000000000010000000000000002","span_id":"000000000000002a","#
                    + #""attributes":{"k":"v"},"flags":1},{"trace_id":"00000000000000000000000000000005","#
                    + #""span_id":"0000000000000006","tracestate":"dd=s:1"}]"#
            )
        )
        #expect(strings.contains("_dd.span_links") && strings.contains("events"))
        #expect(strings.contains(#"[{"name":"moment","time_unix_nano":7,"attributes":{"n":1}}]"#))
    }

    @Test func nativeEventsHaveTypes() throws {
        var span = span(1)
        span.events = [
            DatadogSpanEvent(name: "plain", time: 1),
            DatadogSpanEvent(
                name: "full",
                time: 2,
                attributes: ["s": "x", "i": 1, "d": 1.5, "b": true, "l": ["a", 2]]
            ),
        ]
        span.metaStruct = ["key": [0x80]]
        let native = try body([span], .v04, native: true)[0]?[0]
        #expect(native?["meta"]?["events"] == nil && native?["span_events"]?.arrayValue?.count == 2)
        let attributes = native?["span_events"]?[1]?["attributes"]
        #expect(attributes?["s"] == ["type": 0, "string_value": "x"])
        #expect(attributes?["b"] == ["type": 1, "bool_value": true])
        #expect(attributes?["i"] == ["type": 2, "int_value": 1])
        #expect(attributes?["d"] == ["type": 3, "double_value": 1.5])
        let values: JSONValue = [["type": 0, "string_value": "a"], ["type": 2, "int_value": 2]]
        #expect(attributes?["l"] == ["type": 4, "array_value": ["values": values]])
        #expect(native?["span_events"]?[0]?["attributes"] == nil)
        let plain = try body([span], .v04)[0]?[0]
        #expect(plain?["span_events"] == nil && plain?["meta"]?["events"]?.stringValue?.hasPrefix("[{") == true)
    }
}
