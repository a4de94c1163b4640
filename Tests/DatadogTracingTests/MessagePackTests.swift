// SPDX-License-Identifier: Apache-2.0

import JSON
import Testing

@testable import DatadogTracing

@Suite struct MessagePackTests {
    @Test(
        arguments: [
            (0, [0x00]), (127, [0x7f]), (128, [0xcc, 0x80]), (255, [0xcc, 0xff]), (256, [0xcd, 1, 0]),
            (65_536, [0xce, 0, 1, 0, 0]), (4_294_967_296, [0xcf, 0, 0, 0, 1, 0, 0, 0, 0]), (-1, [0xff]), (-32, [0xe0]),
            (-33, [0xd3, 255, 255, 255, 255, 255, 255, 255, 223]),
        ] as [(Int64, [UInt8])]
    )
    func integersAreAsShortAsTheyFit(value: Int64, bytes: [UInt8]) {
        var writer = MessagePackWriter()
        writer.append(integer: value)
        #expect(writer.bytes == bytes)
    }

    @Test func aSmallSpanHasTheseBytes() {
        let span = FinishedSpan(
            traceID: TraceID(high: 9, low: 1),
            spanID: .max,
            name: "n",
            service: "s",
            resource: "r",
            start: 2,
            duration: 300,
            isError: true,
            metrics: ["m": 1]
        )
        var expected: [UInt8] = [0x91, 0x91, 0x89, 0xa7] + Array("service".utf8) + [0xa1, 0x73]
        expected += [0xa4] + Array("name".utf8) + [0xa1, 0x6e] + [0xa8] + Array("resource".utf8) + [0xa1, 0x72]
        expected += [0xa8] + Array("trace_id".utf8) + [0xcf, 0, 0, 0, 0, 0, 0, 0, 1]
        expected += [0xa7] + Array("span_id".utf8) + [0xcf] + [UInt8](repeating: 0xff, count: 8)
        expected += [0xa5] + Array("start".utf8) + [0xd3, 0, 0, 0, 0, 0, 0, 0, 2]
        expected += [0xa8] + Array("duration".utf8) + [0xcd, 1, 44] + [0xa5] + Array("error".utf8) + [1]
        expected += [0xa7] + Array("metrics".utf8) + [0x81, 0xa1, 0x6d, 0xcb, 0x3f, 0xf0, 0, 0, 0, 0, 0, 0]
        #expect(MessagePackWriter.payload([TraceChunk(spans: [span])]) == expected)
    }

    @Test(.enabled(if: Captures.arePresent, Captures.hint), arguments: ["apm_basic_v04", "apm_span_links_v04"])
    func recordedSpansAreWrittenInTheSameFormats(name: String) throws {
        let (body, formats) = try Captures.traceRequest(name)
        let chunks = try #require(body.arrayValue).map {
            TraceChunk(spans: ($0.arrayValue ?? []).map(RecordedSpan.finished))
        }
        let written = try MessagePackReader.read(MessagePackWriter.payload(chunks))
        #expect(written.format == formats)
    }
}
