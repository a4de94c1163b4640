// SPDX-License-Identifier: Apache-2.0

import JSON
import TestSupport
import Testing

@Suite(
    "Spans in OpenTelemetry's terms",
    .serialized,
    .enabled(if: DatadogTestAgent.isInstalled, "\(DatadogTestAgent.hint)")
)
struct OTelRouteTests {
    @Test func aSpanIsStartedChangedAndEnded() async throws {
        try await withTestClient { client, agent in
            let start: JSONValue = [
                "name": "otel", "timestamp": 1_000_000, "span_kind": 2, "attributes": ["early": 1.5],
            ]
            let id = try await client.call("/trace/otel/start_span", start)["span_id"] ?? .null
            try await client.call("/trace/otel/set_attributes", ["span_id": id, "attributes": ["late": "x"]])
            try await client.call("/trace/otel/set_name", ["span_id": id, "name": "renamed"])
            try await client.call("/trace/otel/set_status", ["span_id": id, "code": "ERROR", "description": "bad"])
            try await client.call(
                "/trace/otel/add_event",
                ["span_id": id, "name": "moment", "timestamp": 5, "attributes": ["fraction": 0.0, "whole": 0]]
            )
            try await client.call("/trace/otel/record_exception", ["span_id": id, "message": "oh", "attributes": [:]])
            #expect(try await client.call("/trace/otel/is_recording", ["span_id": id]) == ["is_recording": true])
            try await client.call("/trace/otel/end_span", ["id": id, "timestamp": 1_500_000])
            #expect(try await client.call("/trace/otel/is_recording", ["span_id": id]) == ["is_recording": false])
            #expect(try await client.call("/trace/otel/flush", ["seconds": 1]) == ["success": true])
            let span = try await agent.span("renamed")
            #expect(span["start"] == 1_000_000_000)
            #expect(span["duration"] == 500_000_000)
            #expect(span["error"] == 1)
            #expect(span["meta"]?["span.kind"] == "client")
            #expect(span["meta"]?["late"] == "x")
            #expect(span["meta"]?["error.message"] == "bad")
            #expect(span["metrics"]?["early"] == 1.5)
            let events = try JSONValue(parsing: span["meta"]?["events"]?.stringValue ?? "")
            #expect(events[0]?["time_unix_nano"] == 5000)
            #expect(events[0]?["attributes"] == ["fraction": 0.0, "whole": 0])
            #expect(events[1]?["name"] == "exception")
        }
    }

    @Test func linksAndEventsMayComeWithTheStart() async throws {
        try await withTestClient { client, agent in
            let first = try await client.call("/trace/otel/start_span", ["name": "first"])["span_id"] ?? .null
            let start: JSONValue = [
                "name": "second", "parent_id": first, "links": [["parent_id": first, "attributes": ["k": "v"]]],
                "events": [["name": "begun", "timestamp": 9, "attributes": ["n": 1]]],
            ]
            let second = try await client.call("/trace/otel/start_span", start)["span_id"] ?? .null
            #expect(try await client.get("/trace/otel/current_span")["span_id"] == second)
            for id in [second, first] { try await client.call("/trace/otel/end_span", ["id": id]) }
            try await client.call("/trace/otel/flush", ["seconds": 1])
            let span = try await agent.span("second")
            #expect(span["parent_id"] == first)
            #expect(span["span_links"]?[0]?["attributes"] == ["k": "v"])
            #expect(span["meta"]?["events"]?.stringValue?.contains("begun") == true)
        }
    }

    @Test func theContextIsThatOfW3C() async throws {
        try await withTestClient { client, _ in
            let started = try await client.call("/trace/otel/start_span", ["name": "otel"])
            let context = try await client.call("/trace/otel/span_context", ["span_id": started["span_id"] ?? .null])
            #expect(context["span_id"] == started["span_id"])
            #expect(context["trace_id"]?.stringValue?.count == 32)
            #expect(context["trace_flags"] == "01")
            #expect(context["trace_state"]?.stringValue?.hasPrefix("dd=") == true)
            #expect(context["remote"] == false)
        }
    }

    @Test func baggageIsSet() async throws {
        try await withTestClient { client, _ in
            let id = try await client.call("/trace/otel/start_span", ["name": "otel"])["span_id"] ?? .null
            let answer = try await client.call(
                "/trace/otel/otel_set_baggage",
                ["span_id": id, "key": "k", "value": "v"]
            )
            #expect(answer["value"] == "v")
            let all = try await client.get("/trace/span/get_all_baggage", ["span_id": id])
            #expect(all["baggage"] == ["k": "v"])
        }
    }
}
