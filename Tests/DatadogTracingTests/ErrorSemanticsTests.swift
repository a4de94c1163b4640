// SPDX-License-Identifier: Apache-2.0

import DatadogTracingTestKit
import JSON
import Testing
import Tracing

@testable import DatadogTracing

private struct PlainError: Error, CustomStringConvertible {
    var description: String { "plain went wrong" }
}

private struct DomainError: DatadogErrorDescribing {
    var errorType: String { "llm.server" }
    var errorMessage: String { "the model answered 503" }
    var underlyingError: (any Error)? { WrappingError(underlying: PlainError()) }
    var errorLocation: String? { "ModelClient/Gemini.swift:42" }
}

private struct WrappingError: Error {
    let underlying: (any Error)?
}

/// Section "Errors" of what users were promised, row by row.
@Suite struct ErrorSemanticsTests {
    private let capture = TraceCapture()

    private func span(_ body: (DatadogSpan) throws -> Void) throws -> CapturedSpan {
        try? capture.tracer.withSpan("work") { try body($0) }
        return try #require(capture.popSpans().first)
    }

    @Test func anErrorThatLeavesMarksTheSpan() throws {
        let span = try span { _ in throw PlainError() }
        #expect(span.isError)
        // A private type's name has a place marker between the module and the name.
        #expect(span.tag("error.type")?.hasPrefix("DatadogTracingTests.") == true)
        #expect(span.tag("error.type")?.hasSuffix(".PlainError") == true)
        #expect(span.tag("error.message") == "plain went wrong")
        #expect(span.tag("error.stack")?.contains("work, started at span(_:)") == true)
        #expect(span.tag("error") == nil)
    }

    @Test func anErrorMaySayItsOwnName() throws {
        let span = try span { _ in throw DomainError() }
        #expect(span.tag("error.type") == "llm.server")
        #expect(span.tag("error.message") == "the model answered 503")
        let stack = try #require(span.tag("error.stack"))
        #expect(stack.hasPrefix("llm.server: the model answered 503\n    at ModelClient/Gemini.swift:42\n"))
        #expect(stack.contains("\ncaused by ") && stack.hasSuffix(".PlainError: plain went wrong"))
    }

    @Test func tagsSetByHandSurvive() throws {
        let span = try span { span in
            span.attributes["error.type"] = "MaxRetriesExceeded"
            throw PlainError()
        }
        #expect(span.isError)
        #expect(span.tag("error.type") == "MaxRetriesExceeded")
        #expect(span.tag("error.message") == "plain went wrong")
        #expect(span.tag("error.stack")?.contains("plain went wrong") == true)
    }

    @Test func tagsSetAfterTheErrorWin() throws {
        let span = try span { span in
            span.recordError(PlainError())
            span.attributes["error.type"] = "ExtractionFailure"
        }
        #expect(span.tag("error.type") == "ExtractionFailure")
    }

    @Test func errorAttributeSetsAndClearsTheFlag() throws {
        let set = try span { $0.attributes["error"] = true }
        #expect(set.isError && set.tag("error") == nil && set.tag("error.type") == nil)
        let cleared = try span { span in
            span.recordError(PlainError())
            span.attributes["error"] = false
        }
        #expect(!cleared.isError && cleared.metric("error") == nil)
        let text = try span { $0.attributes["error"] = "true" }
        #expect(text.isError)
    }

    @Test func anErrorThatLeavesOverridesAnEarlierFalse() throws {
        let span = try span { span in
            span.attributes["error"] = false
            throw PlainError()
        }
        #expect(span.isError)
    }

    @Test func statusSetsTheFlagAndItsMessage() throws {
        let failed = try span { $0.setStatus(SpanStatus(code: .error, message: "no luck")) }
        #expect(failed.isError && failed.tag("error.message") == "no luck")
        let ok = try span { span in
            span.recordError(PlainError())
            span.setStatus(SpanStatus(code: .ok))
        }
        #expect(!ok.isError)
    }

    @Test func aRecordedErrorIsOneEvent() throws {
        let span = try span { span in
            let error = PlainError()
            span.recordError(error, attributes: ["attempt": 2])
            throw error
        }
        #expect(span.events.map(\.name) == ["exception"])
        let attributes = try #require(span.events.first).attributes
        #expect(attributes["exception.message"]?.stringValue == "plain went wrong")
        #expect(attributes["attempt"]?.intValue == 2)
        #expect(span.tag("events")?.hasPrefix(#"[{"name":"exception","time_unix_nano":"#) == true)
    }

    @Test func theHelperAddsContext() throws {
        let span = try span { $0.recordError(PlainError(), context: ["user_id": "u-1", "operation": "upload"]) }
        #expect(span.isError)
        #expect(span.tag("error.context.user_id") == "u-1")
        #expect(span.tag("error.context.operation") == "upload")
        #expect(span.metric("error.count") == 1)
    }

    @Test func aParentIsMarkedOnlyIfTheErrorLeavesIt() throws {
        capture.tracer.withSpan("outer") { _ in
            try? capture.tracer.withSpan("inner") { _ in throw PlainError() }
        }
        let spans = capture.popSpans()
        #expect(spans.first(named: "inner")?.isError == true)
        #expect(spans.first(named: "outer")?.isError == false)
    }
}
