// SPDX-License-Identifier: Apache-2.0

import JSON
import TestSupport
import Testing

@testable import DatadogTracing

/// Asks ddtrace about headers: many in one process.
enum DdtraceHeaders {
    /// What it reads out of these headers and writes for these contexts, each under the configuration of that index.
    static func answers(
        _ configurations: [DatadogTracingConfiguration],
        extract: [(Int, [String: String])],
        inject: [(Int, (context: DatadogSpanContext, baggage: Baggage))]
    ) async throws -> JSONValue {
        let input: JSONValue = [
            "settings": .array(configurations.map(\.asDdtraceSettings)),
            "extract": .array(
                extract.map { setting, headers in
                    let fields = headers.sorted { $0.key < $1.key }.map { ($0.key, JSONValue.string($0.value)) }
                    return ["setting": .integer(Int64(setting)), "headers": .object(JSONObject(fields))]
                }
            ),
            "inject": .array(
                inject.map { setting, value in
                    ["setting": .integer(Int64(setting)), "context": value.context.asDdtraceContext(value.baggage)]
                }
            ),
        ]
        let script = PythonScript(
            "ddtrace_headers.py",
            environment: [
                "DD_TRACE_AGENT_URL": "http://127.0.0.1:1", "DD_INSTRUMENTATION_TELEMETRY_ENABLED": "false",
                "DD_REMOTE_CONFIGURATION_ENABLED": "false", "DD_TRACE_LOG_LEVEL": "CRITICAL",
            ]
        )
        let output = try await script.run(input: input.serialized())
        let line = try #require(output.split(separator: "\n").last, "the script wrote nothing")
        return try JSONValue(parsing: String(line))
    }
}

extension DatadogTracingConfiguration {
    fileprivate var asDdtraceSettings: JSONValue {
        [
            "extract": .array(
                extractionBehavior == .ignore ? [.string("none")] : extractStyles.map { .string($0.rawValue) }
            ),
            "inject": .array(injectStyles.map { .string($0.rawValue) }),
            "first": .bool(extractsFirstStyleOnly),
            "behavior": .string(extractionBehavior.rawValue),
            "tag_keys": .array(baggageTagKeys.map { .string($0) }),
            "tags_length": .integer(Int64(maximumTagsHeaderLength)),
        ]
    }
}

extension DatadogSpanContext {
    fileprivate func asDdtraceContext(_ baggage: Baggage) -> JSONValue {
        let tags = propagationTags.tags.map { ($0.key, JSONValue.string($0.value)) }
        return [
            "trace_id": .string(traceID.hexadecimal),
            "span_id": .string(spanID.hexadecimal),
            "priority": samplingPriority.map { .integer(Int64($0)) } ?? .null,
            "origin": origin.map { .string($0) } ?? .null,
            "tags": .object(JSONObject(tags)),
            "tracestate": traceState.map { .string($0) } ?? .null,
            "baggage": .object(JSONObject(baggage.items.map { ($0.key, .string($0.value)) })),
            "is_remote": .bool(isRemote),
        ]
    }
}
