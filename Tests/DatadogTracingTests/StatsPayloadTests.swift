// SPDX-License-Identifier: Apache-2.0

import JSON
import Testing

@testable import DatadogTracing

/// The statistics that ddtrace sent, made again from the spans that it sent.
@Suite(.enabled(if: Captures.arePresent, Captures.hint)) struct StatsPayloadTests {
    private let exchanges: [JSONValue]
    private let expected: JSONValue
    private let formats: JSONValue

    init() throws {
        exchanges = try Captures.load("apm_client_stats")["exchanges"]?.arrayValue ?? []
        let stats = exchanges.last { $0["request"]?["path"]?.stringValue == "/v0.6/stats" }
        let body = try #require(stats?["request"]?["body"])
        expected = try #require(body["json"])
        formats = try #require(body["msgpack_types"])
    }

    /// The spans of the request that said that it was counted.
    private func spans() throws -> [FinishedSpan] {
        let traces = exchanges.last { $0["request"]?["headers"]?["datadog-client-computed-stats"] != nil }
        let chunks = try #require(traces?["request"]?["body"]?["json"]?.arrayValue)
        return chunks.flatMap { ($0.arrayValue ?? []).map(RecordedSpan.finished) }
    }

    private func written() throws -> MessagePackReader.Item {
        let start = Int64(try #require(expected["Stats"]?[0]?["Start"]?.intValue))
        var concentrator = StatsConcentrator(maximumKeys: 100, now: start)
        for span in try spans() where span.isCounted {
            _ = concentrator.add(span, peerTags: ["db.name", "mongodb.db"], now: start + 9_000_000_000)
        }
        let payload = StatsPayload(
            hostName: "",
            env: "test",
            version: "1.2.3",
            service: "vote-worker",
            runtimeID: expected["RuntimeID"]?.stringValue ?? "",
            sequence: 0,
            buckets: concentrator.take(all: true, now: start)
        )
        return try MessagePackReader.read(MessagePackWriter.payload(payload))
    }

    /// Entries in the order of their hits and services; the order on the wire means nothing.
    private func sorted(_ entries: JSONValue?) -> [JSONValue] {
        (entries?.arrayValue ?? []).sorted {
            ($0["Service"]?.stringValue ?? "", $0["Hits"]?.intValue ?? 0) < (
                $1["Service"]?.stringValue ?? "", $1["Hits"]?.intValue ?? 0
            )
        }
    }

    @Test func everyEntryIsTheSame() throws {
        let value = try written().value
        let ours = sorted(value["Stats"]?[0]?["Stats"])
        let theirs = sorted(expected["Stats"]?[0]?["Stats"])
        #expect(ours.count == 3 && ours == theirs)
        #expect(ours.map { $0.objectValue?.keys } == theirs.map { $0.objectValue?.keys })
    }

    @Test func theFrameIsTheSame() throws {
        let written = try written()
        #expect(written.value.objectValue?.keys == expected.objectValue?.keys)
        for key in ["Hostname", "Env", "Version", "RuntimeID", "Service", "Sequence", "Tags", "ProcessTagsHash"] {
            #expect(written.value[key] == expected[key])
        }
        #expect(written.value["Stats"]?[0]?["Start"]?.intValue == expected["Stats"]?[0]?["Start"]?.intValue)
        #expect(written.value["Stats"]?[0]?["Duration"] == 10_000_000_000)
        let (ours, theirs) = (written.format["(map16 of 16)"], formats["(map16 of 16)"])
        for key in ["Hostname", "Env", "RuntimeID", "Sequence", "Tags", "ProcessTagsHash"] {
            #expect(ours?[key] == theirs?[key])
        }
    }
}
