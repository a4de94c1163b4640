// SPDX-License-Identifier: Apache-2.0

import JSON
import Testing

@testable import LocalModel

@Suite("Answers in pieces")
struct StreamingTests {
    private func response(_ text: String) throws -> GenerateContentResponse {
        let request = try GenerateContentRequest(RunningServer.request())
        return GenerateContentResponse(text: text, to: request, model: "local-model", responseID: "r")
    }

    private func events(_ stream: [UInt8]) throws -> [JSONValue] {
        try String(decoding: stream, as: UTF8.self).split(separator: "\r\n\r\n").map { event in
            #expect(event.hasPrefix("data: "))
            return try JSONValue(parsing: Array(event.utf8.dropFirst(6)))
        }
    }

    @Test("The pieces are the text, the last one has the end and the tokens of all", arguments: [0, 1, 400, 401, 1000])
    func pieces(_ length: Int) throws {
        let text = String(repeating: "ก", count: length)
        let whole = try response(text)
        let events = try events(whole.eventStream)
        let joined = events.compactMap { $0["candidates"]?[0]?["content"]?["parts"]?[0]?["text"]?.stringValue }.joined()
        #expect(joined == text)
        #expect(events.count == max(1, (length + 399) / 400))
        #expect(events.last?["usageMetadata"] == whole.json["usageMetadata"])
        #expect(events.last?["candidates"]?[0]?["finishReason"] == "STOP")
        #expect(events.dropLast().allSatisfy { $0["usageMetadata"] == nil })
    }

    @Test("It is served as events, and only so")
    func served() async throws {
        try await RunningServer.with { server in
            let body = RunningServer.request().serialized()
            let path = "/v1beta/models/local-model:streamGenerateContent"
            let answer = try await server.post(body, to: path + "?alt=sse")
            #expect(answer.status == 200 && answer.headers["content-type"] == "text/event-stream")
            #expect(try await server.post(body, to: path).status == 400)
        }
    }
}
