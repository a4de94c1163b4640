// SPDX-License-Identifier: Apache-2.0

import JSON
import TestSupport
import Testing

@Suite("Headers and baggage", .serialized, .enabled(if: DatadogTestAgent.isInstalled, "\(DatadogTestAgent.hint)"))
struct PropagationRouteTests {
    @Test func aTraceGoesThroughTheProcess() async throws {
        try await withTestClient { client, agent in
            let headers: JSONValue = [["X-Datadog-Trace-Id", "123"], ["x-datadog-parent-id", "18446744073709551615"]]
            let extracted = try await client.call("/trace/span/extract_headers", ["http_headers": headers])
            #expect(extracted["span_id"] == "18446744073709551615")
            let id = try await client.startSpan("inside", ["parent_id": extracted["span_id"] ?? .null])
            let injected = try await client.call("/trace/span/inject_headers", ["span_id": id])
            let pairs = injected["http_headers"]?.arrayValue ?? []
            #expect(pairs.contains(["x-datadog-trace-id", "123"]))
            #expect(pairs.contains(["x-datadog-parent-id", id]))
            try await client.call("/trace/span/finish", ["span_id": id])
            try await client.call("/trace/span/flush")
            let span = try await agent.span("inside")
            #expect(span["trace_id"] == "123")
            #expect(span["parent_id"] == "18446744073709551615")
        }
    }

    @Test func aHeaderMayRepeat() async throws {
        try await withTestClient { client, _ in
            let parent = "00-11111111111111112222222222222222-3333333333333333-01"
            let headers: JSONValue = [
                ["traceparent", .string(parent)], ["tracestate", "a=1"], ["Tracestate", "b=2"],
            ]
            let extracted = try await client.call("/trace/span/extract_headers", ["http_headers": headers])
            let id = try await client.startSpan("inside", ["parent_id": extracted["span_id"] ?? .null])
            let injected = try await client.call("/trace/span/inject_headers", ["span_id": id])
            let state = injected["http_headers"]?.arrayValue?.first { $0[0] == "tracestate" }?[1]?.stringValue
            #expect(state?.hasSuffix("a=1,b=2") == true)
        }
    }

    @Test func baggageAloneGivesNoIDButReachesTheNextSpan() async throws {
        try await withTestClient { client, _ in
            let headers: JSONValue = [["baggage", "tenant=red,user=7"]]
            let extracted = try await client.call("/trace/span/extract_headers", ["http_headers": headers])
            #expect(extracted == ["span_id": nil])
            let id = try await client.startSpan("inside", ["parent_id": nil])
            let all = try await client.get("/trace/span/get_all_baggage", ["span_id": id])
            #expect(all == ["baggage": ["tenant": "red", "user": "7"]])
            let next = try await client.startSpan("next", ["parent_id": nil])
            #expect(try await client.get("/trace/span/get_all_baggage", ["span_id": next]) == ["baggage": [:]])
        }
    }

    @Test func laterHeadersReplaceBaggageWithoutATrace() async throws {
        try await withTestClient { client, _ in
            let lists: [JSONValue] = [
                [["baggage", "tenant=red"]], [["x-datadog-trace-id", "1"], ["x-datadog-parent-id", "2"]],
            ]
            for list in lists { try await client.call("/trace/span/extract_headers", ["http_headers": list]) }
            let id = try await client.startSpan("inside", ["parent_id": nil])
            #expect(try await client.get("/trace/span/get_all_baggage", ["span_id": id]) == ["baggage": [:]])
        }
    }

    @Test func baggageIsSetReadAndRemoved() async throws {
        try await withTestClient { client, _ in
            let id = try await client.startSpan("carrier")
            for key in ["a", "b", "c"] {
                try await client.call("/trace/span/set_baggage", ["span_id": id, "key": .string(key), "value": "1"])
            }
            let one = try await client.get("/trace/span/get_baggage", ["span_id": id, "key": "a"])
            #expect(one["baggage"] == "1")
            let missing = try await client.get("/trace/span/get_baggage", ["span_id": id, "key": "nothing"])
            #expect(missing == ["baggage": nil], "clients look for the member")
            try await client.call("/trace/span/remove_baggage", ["span_id": id, "key": "a"])
            let headers = try await client.call("/trace/span/inject_headers", ["span_id": id])["http_headers"]
            #expect(headers?.arrayValue?.contains(["baggage", "b=1,c=1"]) == true)
            let child = try await client.startSpan("child", ["parent_id": id])
            let inherited = try await client.get("/trace/span/get_all_baggage", ["span_id": child])
            #expect(inherited["baggage"] == ["b": "1", "c": "1"])
            try await client.call("/trace/span/remove_all_baggage", ["span_id": id])
            let none = try await client.get("/trace/span/get_all_baggage", ["span_id": id])
            #expect(none["baggage"] == [:])
        }
    }
}
