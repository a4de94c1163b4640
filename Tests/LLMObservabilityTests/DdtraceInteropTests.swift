// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import DatadogTracingTestKit
import JSON
import TestSupport
import Testing
import Tracing

@testable import LLMObservability

/// Trees of LLM Observability that begin in ddtrace and go on here, and the other way round.
@Suite(.enabled(if: PythonScript.isInstalled, Comment(rawValue: PythonScript.hint))) struct DdtraceInteropTests {
    static let styles = ["datadog", "tracecontext", "datadog,tracecontext"]

    private func python(_ headers: [String: String]?, style: String) async throws -> JSONValue {
        let script = PythonScript(
            "ddtrace_llmobs.py",
            environment: [
                "DD_TRACE_PROPAGATION_STYLE": style, "DD_TRACE_AGENT_URL": "http://127.0.0.1:1",
                "DD_INSTRUMENTATION_TELEMETRY_ENABLED": "false", "DD_REMOTE_CONFIGURATION_ENABLED": "false",
                "DD_TRACE_LOG_LEVEL": "CRITICAL", "DD_LLMOBS_AGENTLESS_ENABLED": "0", "DD_LLMOBS_ML_APP": "python-app",
            ]
        )
        let fields = JSONObject((headers ?? [:]).map { ($0.key, .string($0.value)) })
        let input: JSONValue = .object(["headers": headers == nil ? .null : .object(fields)])
        let output = try await script.run(input: input.serialized())
        let line = try #require(output.split(separator: "\n").last, "the script wrote nothing")
        return try JSONValue(parsing: String(line))
    }

    private func headers(_ answer: JSONValue) -> [String: String] {
        var headers: [String: String] = [:]
        for (key, value) in answer["headers"]?.objectValue ?? [:] { headers[key] = value.stringValue }
        return headers
    }

    @Test(arguments: styles) func weContinueAWorkflowOfDdtrace(style: String) async throws {
        let answer = try await python(nil, style: style)
        try await withTestBed(tracing: ["DD_TRACE_PROPAGATION_STYLE": style]) { bed in
            var context = ServiceContext.topLevel
            bed.capture.tracer.extract(headers(answer), into: &context, using: HeaderExtractor())
            await bed.run { bed in
                bed.capture.tracer.withSpan("job", context: context) { _ in
                    LLMObs.workflow("swift.workflow") { _ in LLMObs.task("swift.task") { _ in } }
                }
            }
            let workflow = try #require(try bed.spanEvent(named: "swift.workflow"))
            let task = try #require(try bed.spanEvent(named: "swift.task"))
            #expect(workflow["parent_id"] == answer["span_id"])
            #expect(task["parent_id"] == workflow["span_id"])
            for event in [workflow, task] {
                #expect(event["trace_id"] == answer["trace_id"] && event["session_id"] == "python-session")
                #expect(event["tags"]?.arrayValue?.contains("ml_app:python-app") == true)
                #expect(event["_dd"]?["apm_trace_id"] == answer["apm_trace_id"])
            }
        }
    }

    @Test(arguments: styles) func ddtraceContinuesOurWorkflow(style: String) async throws {
        try await withTestBed(tracing: ["DD_TRACE_PROPAGATION_STYLE": style]) { bed in
            let (exported, sent) = bed.runSync { bed in
                LLMObs.workflow("swift.workflow", sessionID: "swift-session") { span in
                    bed.capture.tracer.withSpan("send") { _ in
                        (span.exported, FeatureScenarios.injected(bed.capture.tracer))
                    }
                }
            }
            let answer = try await python(sent, style: style)
            #expect(answer["parent_id"]?.stringValue == exported?.spanID)
            #expect(answer["trace_id"]?.stringValue == exported?.traceID)
            #expect(answer["ml_app"] == "vote-extractor" && answer["session_id"] == "swift-session")
        }
    }

    /// Swift, Python, Swift: one tree.
    @Test func aTreeSurvivesTheRoundTrip() async throws {
        try await withTestBed { bed in
            let (exported, sent) = bed.runSync { bed in
                LLMObs.workflow("swift.first") { ($0.exported, FeatureScenarios.injected(bed.capture.tracer)) }
            }
            let answer = try await python(sent, style: "datadog,tracecontext")
            var context = ServiceContext.topLevel
            bed.capture.tracer.extract(headers(answer), into: &context, using: HeaderExtractor())
            await bed.run { _ in LLMObs.workflow("swift.last", context: context) { _ in } }
            let last = try #require(try bed.spanEvent(named: "swift.last"))
            #expect(last["parent_id"] == answer["span_id"] && last["trace_id"]?.stringValue == exported?.traceID)
        }
    }
}
