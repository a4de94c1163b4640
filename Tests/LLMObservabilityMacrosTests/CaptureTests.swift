// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import DatadogTracingTestKit
import JSON
import LLMObservabilityMacros
import Testing
import Tracing

/// What the macros say of arguments and results.
@Suite struct CaptureTests {
    @Test func contentOfEachKind() async throws {
        let events = try await MacroBed.events {
            _ = Calls.messages()
            _ = Calls.message()
            _ = Calls.prompted("why?")
            _ = Calls.found("votes")
            _ = Calls.foundTexts("votes")
            _ = Calls.foundSilently("votes")
            _ = Calls.embedded("text")
            _ = Calls.embeddedSilently("text")
        }
        let (input, output) = ({ events[$0]?["meta"]?["input"] }, { events[$0]?["meta"]?["output"] })
        let one: JSONValue = ["content": "one", "role": "assistant"]
        #expect(output("messages")?["messages"] == [one, ["content": "two", "role": "assistant"]])
        #expect(output("message")?["messages"] == [one] && input("message") == nil)
        #expect(input("prompted")?["messages"] == [["content": #"{"prompt":"why?"}"#, "role": "user"]])
        #expect(output("prompted")?["messages"] == [["content": "5", "role": ""]])
        #expect(events["prompted"]?["meta"]?["model_name"] == "unknown")
        #expect(input("found")?["value"]?.stringValue == #"{"query":"votes"}"#)
        #expect(output("found")?["documents"] == [["text": "text", "id": "d", "score": 0.5]])
        #expect(output("foundTexts")?["documents"] == [["text": "a"], ["text": "b"]])
        #expect(output("foundSilently") == nil && input("embeddedSilently") == nil && output("embeddedSilently") == nil)
        #expect(input("embedded")?["documents"] == [["text": #"{"text":"text"}"#]])
        #expect(output("embedded") == ["value": "[0.5]"])
    }

    @Test func annotationsOfTheBodyWin() async throws {
        let events = try await MacroBed.events {
            #expect(Calls.overriding("returned") == "returned" && Calls.annotated() == "returned")
        }
        #expect(events.input("overriding") == "own input" && events.output("overriding") == "own output")
        let messages = events["annotated"]?["meta"]?["output"]?["messages"]
        #expect(messages == [["content": "own", "role": "assistant"]])
    }

    @Test func whatIsNotToBeCapturedIsNot() async throws {
        let events = try await MacroBed.events { _ = Calls.silent("GEHEIM") }
        #expect(events["silent"]?["meta"]?["input"] == nil && events["silent"]?["meta"]?["output"] == nil)
    }

    @Test func textsStayHereUnlessContentIsCaptured() async throws {
        let events = try await MacroBed.events(capturesContent: false) {
            _ = Calls.found("GEHEIM")
            _ = Calls.prompted("GEHEIM")
            _ = try await Pipeline().call("geheim")
        }
        #expect(events.all.count == 4 && !events.all.map(\.text).joined().contains("GEHEIM"))
        #expect(events.input("found")?.hasPrefix("[not captured: 18 bytes") == true)
        #expect(events.output("call")?.hasPrefix("[not captured: 6 bytes") == true)
    }

    @Test func theProcessorSeesWhatWasCaptured() async throws {
        let redact: MacroBed.Processor = { span in
            var span = span
            span.input = span.input?.mappingTexts { $0.replacing("GEHEIM", with: "***") }
            span.output = nil
            return span
        }
        let events = try await MacroBed.events(processor: redact) {
            _ = Calls.found("GEHEIM")
        }
        #expect(events.input("found") == #"{"query":"***"}"# && events["found"]?["meta"]?["output"] == nil)
    }

    @Test func spansOfMacrosAreMarkedAsThoseOfDecorators() async throws {
        let events = try await MacroBed.events {
            _ = Shapes.plain(1)
            LLMObs.task("by hand") { _ in }
        }
        #expect(events.has(tag: "decorator:1", "plain") && !events.has(tag: "decorator:1", "by hand"))
    }

    private struct Loud: CustomStringConvertible {
        var description: String {
            Issue.record("an argument was described for nothing")
            return ""
        }
    }

    @Tool private func described(_ loud: Loud) -> Loud { loud }

    @Test func nothingIsDescribedWhileDisabled() {
        let capture = TraceCapture()
        withTracer(capture.tracer) {
            LLMObs.withClient(nil) { _ = described(Loud()) }
        }
        #expect(capture.popSpans().map(\.name) == ["described"])
    }
}
