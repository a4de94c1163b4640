// SPDX-License-Identifier: Apache-2.0

import DatadogTracingTestKit
import JSON
import TestSupport
import Testing
import Tracing

@testable import DatadogTracing

/// Traces that begin here and go on in ddtrace, and the other way round.
@Suite(.enabled(if: PythonScript.isInstalled, Comment(rawValue: PythonScript.hint))) struct DdtraceInteropTests {
    static let styles = ["datadog", "tracecontext", "datadog,tracecontext"]

    private func python(_ headers: [String: String]?, style: String) async throws -> JSONValue {
        let script = PythonScript(
            "ddtrace_propagation.py",
            environment: [
                "DD_TRACE_PROPAGATION_STYLE": style, "DD_TRACE_AGENT_URL": "http://127.0.0.1:1",
                "DD_INSTRUMENTATION_TELEMETRY_ENABLED": "false", "DD_REMOTE_CONFIGURATION_ENABLED": "false",
                "DD_TRACE_LOG_LEVEL": "CRITICAL",
            ]
        )
        let fields = JSONObject((headers ?? [:]).map { ($0.key, .string($0.value)) })
        let input: JSONValue = .object(["headers": headers == nil ? .null : .object(fields)])
        let output = try await script.run(input: input.serialized())
        let line = try #require(output.split(separator: "\n").last, "the script wrote nothing")
        return try JSONValue(parsing: String(line))
    }

    private func capture(_ style: String) throws -> TraceCapture {
        let environment = ["DD_SERVICE": "swift", "DD_TRACE_PROPAGATION_STYLE": style]
        return TraceCapture(configuration: DatadogTracingConfiguration(environment: environment))
    }

    @Test(arguments: styles) func ddtraceContinuesOurTrace(style: String) async throws {
        let capture = try capture(style)
        let span = capture.tracer.startSpan("swift.side", context: .topLevel)
        span.keepTrace()
        var headers: [String: String] = [:]
        capture.tracer.inject(span.context, into: &headers, using: HeaderInjector())
        let answer = try await python(headers, style: style)
        span.end()
        #expect(answer["trace_id"]?.stringValue == span.traceID.hexadecimal)
        #expect(answer["parent_id"]?.stringValue == String(span.spanID))
        #expect(answer["priority"]?.intValue == 2)
        #expect(answer["tags"]?["_dd.p.dm"]?.stringValue == "-4")
    }

    @Test(arguments: styles) func weContinueATraceOfDdtrace(style: String) async throws {
        let capture = try capture(style)
        let answer = try await python(nil, style: style)
        var headers: [String: String] = [:]
        for (key, value) in answer["headers"]?.objectValue ?? [:] { headers[key] = value.stringValue }
        var context = ServiceContext.topLevel
        capture.tracer.extract(headers, into: &context, using: HeaderExtractor())
        capture.tracer.withSpan("swift.side", context: context) { _ in }
        let span = try #require(capture.popSpans().first)
        #expect(span.traceID.hexadecimal == answer["trace_id"]?.stringValue)
        #expect(span.parentID.map { String($0) } == answer["span_id"]?.stringValue)
        #expect(span.metric("_sampling_priority_v1") == answer["priority"]?.doubleValue)
        #expect(span.tag("_dd.p.dm") == "-0")
    }

    @Test func aTraceSurvivesTheRoundTrip() async throws {
        let capture = try capture("datadog,tracecontext")
        let span = capture.tracer.startSpan("swift.side", context: .topLevel)
        var headers: [String: String] = [:]
        capture.tracer.inject(span.context, into: &headers, using: HeaderInjector())
        headers["tracestate"] = (headers["tracestate"] ?? "") + ",congo=t61"
        let answer = try await python(headers, style: "datadog,tracecontext")
        var returned: [String: String] = [:]
        for (key, value) in answer["headers"]?.objectValue ?? [:] { returned[key] = value.stringValue }
        var context = ServiceContext.topLevel
        capture.tracer.extract(returned, into: &context, using: HeaderExtractor())
        let back = try #require(context.datadogSpanContext)
        #expect(back.traceID == span.traceID && back.traceState?.hasSuffix("congo=t61") == true)
        #expect(String(back.spanID) == answer["span_id"]?.stringValue)
        span.end()
    }
}
