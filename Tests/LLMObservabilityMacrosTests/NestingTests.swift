// SPDX-License-Identifier: Apache-2.0

import JSON
import LLMObservabilityMacros
import Testing

/// Who is below whom.
@Suite struct NestingTests {
    @Test func workflowsToolsAndModelCalls() async throws {
        let events = try await MacroBed.events {
            let answers = try await Pipeline().run(["b", "c"])
            #expect(answers == ["FIRST", "B", "C"])
        }
        #expect(events.names == ["ask", "ask", "ask", "call", "call", "call", "pipeline"])
        #expect(Set(events.all.map { $0["trace_id"] }).count == 1)
        #expect(events["pipeline"]?["parent_id"] == "undefined")
        for event in events.all {
            let parents: [JSONValue: String?] = ["ask": "call", "call": "pipeline", "pipeline": nil]
            #expect(events.parent(of: event) == parents[event["name"] ?? nil] ?? nil)
        }
        let pages = events.all.filter { $0["name"] == "ask" }.map { $0["meta"]?["input"]?["messages"]?[0]?["content"] }
        #expect(Set(pages) == ["first", "b", "c"])
        let outputs = events.all.filter { $0["name"] == "call" }.map { $0["meta"]?["output"]?["value"] }
        #expect(Set(outputs) == ["FIRST", "B", "C"])
    }

    @Test func theModelAndItsTokens() async throws {
        let events = try await MacroBed.events { _ = try await Pipeline().ask("p") }
        let event = try #require(events["ask"])
        #expect(event["meta"]?["model_name"] == "gemini-2.5-flash" && event["meta"]?["model_provider"] == "google")
        #expect(event["metrics"]?["input_tokens"] == 3 && event["metrics"]?["output_tokens"] == 4)
        #expect(events.has(tag: "ml_app:other", "ask") && events.has(tag: "page:p", "ask"))
        #expect(event["meta"]?["output"]?["messages"] == [["content": "P", "role": ""]])
    }
}
