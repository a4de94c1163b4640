// SPDX-License-Identifier: Apache-2.0

import Foundation
import JSON
import TestSupport
import Testing

/// Steps that both our tracer and ddtrace can take, out of `Tests/InteropTests/span_scenarios.json`.
struct SpanScenario: Sendable, CustomTestStringConvertible {
    let name: String
    let environment: [String: String]
    /// What the agent answers to traces; it is not known before the first are flushed.
    let rates: JSONValue
    let steps: [JSONValue]

    var testDescription: String { name }

    static let all: [SpanScenario] = {
        let path = PackageRoot.path + "/Tests/InteropTests/span_scenarios.json"
        let data = (try? Data(contentsOf: URL(filePath: path))) ?? Data()
        return (try? JSONValue(parsing: Array(data)).arrayValue)?.map(SpanScenario.init) ?? []
    }()

    private init(_ json: JSONValue) {
        name = json["name"]?.stringValue ?? ""
        // Each tracer has another default version of the format.
        var environment = ["DD_SERVICE": "interop", "DD_TRACE_API_VERSION": "v0.4"]
        for (key, value) in json["environment"]?.objectValue ?? [:] { environment[key] = value.stringValue }
        self.environment = environment
        rates = json["rates"] ?? [:]
        steps = json["steps"]?.arrayValue ?? []
    }

    /// Takes the steps with ddtrace.
    func runInPython(agentURL: String) async throws {
        var settings = [
            "DD_TRACE_AGENT_URL": agentURL, "DD_INSTRUMENTATION_TELEMETRY_ENABLED": "false",
            "DD_REMOTE_CONFIGURATION_ENABLED": "false", "DD_TRACE_LOG_LEVEL": "CRITICAL",
        ]
        settings.merge(environment) { $1 }
        let script = PythonScript("ddtrace_scenarios.py", environment: settings)
        let output = try await script.run(input: JSONValue.object(["steps": .array(steps)]).serialized())
        guard !output.contains("Traceback") else { throw TestSupportError("ddtrace's side failed: \(output)") }
    }

    /// Takes the steps with the test client.
    func run(with client: RunningTestClient) async throws {
        var ids: [String: JSONValue] = [:]
        for step in steps { try await take(step, with: client, &ids) }
        try await client.call("/trace/span/flush")
    }

    private func take(
        _ step: JSONValue,
        with client: RunningTestClient,
        _ ids: inout [String: JSONValue]
    ) async throws {
        guard let verb = Self.routes.keys.first(where: { step[$0] != nil }), let route = Self.routes[verb] else {
            throw TestSupportError("\(name): no step of this kind: \(step.text)")
        }
        let subject = step[verb]?.stringValue ?? ""
        var body = step.objectValue ?? [:]
        body[verb] = nil
        body["span_id"] = ids[subject]
        switch verb {
        case "start":
            body["name"] = .string(subject)
            body["parent_id"] = step["parent"]?.stringValue.flatMap { ids[$0] }
        case "extract": body["http_headers"] = step["headers"]
        case "link": body["parent_id"] = step["to"]?.stringValue.flatMap { ids[$0] }
        case "reword": body["resource"] = step["value"]
        default: break
        }
        let answer = try await client.call(route, .object(body))
        if let id = answer["span_id"] { ids[subject] = id }
    }

    private static let routes = [
        "start": "/trace/span/start", "finish": "/trace/span/finish", "tag": "/trace/span/set_meta",
        "metric": "/trace/span/set_metric", "error": "/trace/span/error", "keep": "/trace/span/manual_keep",
        "drop": "/trace/span/manual_drop", "extract": "/trace/span/extract_headers", "link": "/trace/span/add_link",
        "event": "/trace/span/add_event", "reword": "/trace/span/set_resource", "flush": "/trace/span/flush",
    ]
}
