// SPDX-License-Identifier: Apache-2.0

import DatadogTracingTestKit
import Extraction
import JSON
import LLMObservability
import Logging
import TestSupport

/// A run with LLM Observability enabled, and what was sent of it.
struct ObservedRun {
    let outcome: Result<ExtractionResult, ExtractionError>
    let spans: [CapturedSpan]
    /// Span events in the order of their starts.
    let events: [JSONValue]
    let evaluations: [JSONValue]
    /// All bodies, to look for what must not be in them.
    let sent: String

    init(
        _ fixture: PipelineFixture,
        _ request: ExtractionRequest = ExtractionRequest(files: [Samples.file()]),
        capturesContent: Bool = false
    ) async throws {
        let intake = try LoopbackHTTPServer { _ in ScriptedHTTPResponse(status: 202, text: "{}") }
        defer { intake.stop() }
        var configuration = LLMObsConfiguration(mlApp: "votes", capturesContent: capturesContent)
        configuration.exportMode = .agentless
        configuration.apiKey = "key"
        configuration.overrideOrigin = intake.url
        let client = LLMObsClient(
            configuration: configuration,
            tracer: fixture.capture.tracer,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        (outcome, spans) = await LLMObs.withClient(client) { await fixture.run(request) }
        await client.flush()
        let bodies = try intake.requests.map { (path: $0.path, json: try JSONValue(parsing: $0.body)) }
        events = bodies.flatMap { ($0.json.arrayValue ?? []).flatMap { $0["spans"]?.arrayValue ?? [] } }
            .sorted { ($0["start_ns"]?.intValue ?? 0) < ($1["start_ns"]?.intValue ?? 0) }
        evaluations = bodies.flatMap { $0.json["data"]?["attributes"]?["metrics"]?.arrayValue ?? [] }
        sent = bodies.map(\.json.text).joined(separator: "\n")
    }

    func events(named name: String) -> [JSONValue] {
        events.filter { $0["name"]?.stringValue == name }
    }

    /// Kind and name of each event, below its parent.
    func tree() -> [String] {
        events.filter { $0["parent_id"] == "undefined" }.flatMap { lines($0, depth: 0) }
    }

    private func lines(_ event: JSONValue, depth: Int) -> [String] {
        let kind = event["meta"]?["span"]?["kind"]?.stringValue ?? "?"
        let line = String(repeating: "  ", count: depth) + "\(kind) \(event["name"]?.stringValue ?? "?")"
        return [line] + events.filter { $0["parent_id"] == event["span_id"] }.flatMap { lines($0, depth: depth + 1) }
    }
}
