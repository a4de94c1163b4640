// SPDX-License-Identifier: Apache-2.0

import JSON
import Testing

@testable import JobQueue

@Suite struct ResultEnvelopeTests {
    private static let traceParent = "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01"

    private func json(
        _ members: JSONObject,
        queued: Duration? = nil,
        headers: [String: String] = [:]
    ) throws -> JSONValue {
        var result = ResultEnvelope(
            jobID: "j",
            type: "t",
            status: .succeeded,
            delivery: .max,
            worker: "w",
            finishedAt: Moment(milliseconds: 0)
        )
        result.members = members
        result.queued = queued
        result.headers = headers
        return try JSONValue(parsing: result.bytes)
    }

    @Test func whatTheEngineKnowsWinsOverTheHandlersWord() throws {
        let json = try json(
            [
                "pages": -1, "delivery": 1, "status": "failed", "timings_ms": ["queued": 9, "model": 7],
                "trace": ["span_id": "x", "llmobs": ["a": 1]],
            ],
            queued: .milliseconds(5),
            headers: ["traceparent": Self.traceParent]
        )
        #expect(json["pages"] == -1 && json["delivery"] == .integer(.max) && json["status"] == "succeeded")
        #expect(json["timings_ms"] == ["queued": 5, "model": 7])
        let ids: JSONObject = ["trace_id": "0123456789abcdef0123456789abcdef", "span_id": "0123456789abcdef"]
        #expect(json["trace"]?["trace_id"] == ids["trace_id"] && json["trace"]?["span_id"] == ids["span_id"])
        #expect(json["trace"]?["llmobs"] == ["a": 1] && json["trace"]?.objectValue?.count == 3)
        #expect(json["headers"] == ["traceparent": .string(Self.traceParent)])
    }

    @Test func whatNobodyKnowsIsNotWritten() throws {
        let bare = try json([:])
        #expect(bare["timings_ms"] == nil && bare["trace"] == nil)
        #expect(bare["attempts"] == [] && bare["headers"] == [:] && bare["tags"] == [:])
        let told = try json(["timings_ms": ["queued": 9], "trace": ["trace_id": "x"]])
        #expect(told["timings_ms"] == nil && told["trace"] == ["trace_id": "x"])
    }
}
