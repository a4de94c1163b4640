// SPDX-License-Identifier: Apache-2.0

import JSON
import TestSupport
import Testing

@Suite("Spans in Datadog's terms", .serialized, .enabled(if: DatadogTestAgent.isInstalled, "\(DatadogTestAgent.hint)"))
struct SpanRouteTests {
    @Test func aSpanIsStartedChangedAndFinished() async throws {
        try await withTestClient(["DD_SERVICE": "own"]) { client, agent in
            let root = try await client.startSpan(
                "root",
                [
                    "service": "web", "resource": "GET /", "type": "web",
                    "span_tags": [["color", "blue"], ["size", 2]],
                ]
            )
            let child = try await client.startSpan("child", ["parent_id": root])
            try await client.call("/trace/span/set_meta", ["span_id": child, "key": "text", "value": "yes"])
            try await client.call("/trace/span/set_metric", ["span_id": child, "key": "count", "value": 7])
            try await client.call("/trace/span/set_resource", ["span_id": child, "resource": "task"])
            for id in [child, root] { try await client.call("/trace/span/finish", ["span_id": id]) }
            try await client.call("/trace/span/flush")
            let sent = try await agent.span("root")
            #expect(sent["service"] == "web")
            #expect(sent["resource"] == "GET /")
            #expect(sent["type"] == "web")
            #expect(sent["meta"]?["color"] == "blue" && sent["metrics"]?["size"] == 2.0)
            let below = try await agent.span("child")
            #expect(below["parent_id"] == root)
            #expect(below["trace_id"] == sent["trace_id"])
            #expect(below["resource"] == "task")
            #expect(below["meta"]?["text"] == "yes")
            #expect(below["metrics"]?["count"] == 7.0)
        }
    }

    @Test func statisticsAreSentWhenAskedFor() async throws {
        try await withTestClient(["DD_TRACE_STATS_COMPUTATION_ENABLED": "true"]) { client, agent in
            _ = try await client.get("/trace/agent/ensure_agent_info")
            for _ in 0..<3 {
                let id = try await client.startSpan("counted", ["resource": "task"])
                try await client.call("/trace/span/finish", ["span_id": id])
            }
            try await client.call("/trace/span/flush")
            try await client.call("/trace/stats/flush")
            let counted = try await agent.statistics().filter { $0["Name"] == "counted" }
            // Statistics are of ten seconds, which may end between the spans.
            #expect(counted.compactMap { $0["Hits"]?.intValue }.reduce(0, +) == 3)
            #expect(Set(counted.map { $0["Resource"] }) == ["task"])
        }
    }

    @Test func anErrorIsRecorded() async throws {
        try await withTestClient { client, agent in
            let id = try await client.startSpan("failing")
            try await client.call(
                "/trace/span/error",
                ["span_id": id, "type": "Boom", "message": "it broke", "stack": "here"]
            )
            try await client.call("/trace/span/finish", ["span_id": id])
            try await client.call("/trace/span/flush")
            let span = try await agent.span("failing")
            #expect(span["error"] == 1)
            #expect(span["meta"]?["error.type"] == "Boom")
            #expect(span["meta"]?["error.message"] == "it broke")
            #expect(span["meta"]?["error.stack"] == "here")
        }
    }

    @Test func linksAndEventsArrive() async throws {
        try await withTestClient { client, agent in
            let first = try await client.startSpan("first")
            let second = try await client.startSpan("second")
            try await client.call(
                "/trace/span/add_link",
                ["span_id": second, "parent_id": first, "attributes": ["list": [1, 2], "flag": true]]
            )
            try await client.call(
                "/trace/span/add_event",
                ["span_id": second, "name": "moment", "timestamp": 1_700_000_000_000_000, "attributes": ["n": 1]]
            )
            for id in [second, first] { try await client.call("/trace/span/finish", ["span_id": id]) }
            try await client.call("/trace/span/flush")
            let span = try await agent.span("second")
            let link = span["span_links"]?[0]
            #expect(link?["span_id"] == first)
            #expect(link?["attributes"] == ["list.0": "1", "list.1": "2", "flag": "true"])
            let events = try JSONValue(parsing: span["meta"]?["events"]?.stringValue ?? "")
            #expect(events[0]?["time_unix_nano"] == 1_700_000_000_000_000_000)
            #expect(events[0]?["attributes"] == ["n": 1])
        }
    }

    @Test(arguments: [("keep", 2.0), ("drop", -1.0)])
    func samplingByHand(_ choice: String, _ priority: Double) async throws {
        try await withTestClient { client, agent in
            let id = try await client.startSpan("chosen")
            try await client.call("/trace/span/manual_\(choice)", ["span_id": id])
            try await client.call("/trace/span/finish", ["span_id": id])
            try await client.call("/trace/span/flush")
            #expect(try await agent.span("chosen")["metrics"]?["_sampling_priority_v1"] == .double(priority))
        }
    }

    @Test func theCurrentSpanIsTheOneStartedLast() async throws {
        try await withTestClient { client, _ in
            #expect(try await client.get("/trace/span/current")["span_id"] == "0")
            let id = try await client.startSpan("current")
            #expect(try await client.get("/trace/span/current")["span_id"] == id)
            try await client.call("/trace/span/finish", ["span_id": id])
            #expect(try await client.get("/trace/span/current")["span_id"] == "0")
        }
    }

    @Test func anUnknownSpanIsAnErrorThatNamesIt() async throws {
        try await withTestClient { client, _ in
            let error = await #expect(throws: TestSupportError.self) {
                try await client.call("/trace/span/finish", ["span_id": 77])
            }
            #expect("\(String(describing: error))".contains("77"))
        }
    }
}
