// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import JSON

extension SpanEvent {
    /// The event with what goes around it: one element of a request's array.
    var envelope: JSONValue {
        var envelope: JSONObject = [
            "_dd.stage": "raw",
            "_dd.tracer_version": .string(TracerVersion.tracer),
            "event_type": "span",
            "spans": [.object(json)],
        ]
        envelope["_dd.scope"] = scope
        return .object(envelope)
    }

    private var scope: JSONValue? { origin.experiment?.scope.map { .string($0) } }

    private var json: JSONObject {
        var json: JSONObject = [
            "span_id": .string(String(spanID)),
            "trace_id": .string(origin.trace.id.hexadecimal),
            "parent_id": .string(origin.parentID),
            "name": .string(name),
            "start_ns": .integer(start),
            "duration": .integer(duration),
            "status": error == nil ? "ok" : "error",
            "meta": .object(meta),
            "metrics": .object(metrics),
            "tags": .strings(tagLines),
            "_dd": .object(own),
        ]
        if !annotations.configuration.isEmpty { json["config"] = .object(annotations.configuration) }
        json["session_id"] = origin.sessionID.map { .string($0) }
        if isStripped { json["collection_errors"] = ["dropped_io"] }
        return json
    }

    private var own: JSONObject {
        var own: JSONObject = [
            "span_id": .string(String(spanID)),
            "trace_id": .string(apmTraceID.hexadecimal),
            "apm_trace_id": .string(apmTraceID.hexadecimal),
        ]
        addVerdict(to: &own)
        own["scope"] = scope
        return own
    }

    private func addVerdict(to own: inout JSONObject) {
        guard let verdict = origin.trace.verdict else { return }
        own["sample_rate"] = .string(verdict.rate)
        own["sampling_decision"] = .string(verdict.decision)
    }

    private var tagLines: [String] {
        var tags = ["error": error == nil ? "0" : "1"]
        tags["error_type"] = errorType
        tags.merge(self.tags) { $1 }
        return tags.map { "\($0.key):\($0.value)" }.sorted()
    }

    private var metrics: JSONObject {
        JSONObject(annotations.metrics.sorted { $0.key < $1.key }.map { ($0.key, .number($0.value)) })
    }

    private var meta: JSONObject {
        var meta: JSONObject = ["span": ["kind": .string(kind)], "metadata": .object(metadata)]
        if let model {
            meta["model_name"] = .string(model.name)
            meta["model_provider"] = .string(model.provider)
        }
        meta["input"] = input
        meta["output"] = annotations.output.map(json)
        meta["expected_output"] = annotations.expectedOutput.map(json)
        if !annotations.toolDefinitions.isEmpty {
            meta["tool_definitions"] = .array(annotations.toolDefinitions.map(\.json))
        }
        meta["error"] = error.map(\.json)
        if let agent = origin.agent { meta["agent_attribution"] = .object(attribution(agent)) }
        return meta
    }

    private var input: JSONValue? {
        guard let prompt = annotations.prompt else { return annotations.input.map(json) }
        var input = annotations.input?.json ?? [:]
        input["prompt"] = prompt.json(mlApp: origin.mlApp)
        return .object(input)
    }

    /// Those of experiments are compared with each other, and stay as they are.
    private func json(_ content: LLMObs.Content) -> JSONValue {
        if case .value(let value) = content, kind == LLMObs.ExperimentKind.name { return value }
        return .object(content.json)
    }

    private var metadata: JSONObject {
        var metadata = annotations.metadata
        var own = metadata["_dd"]?.objectValue ?? [:]
        if !annotations.costTags.isEmpty { own["cost_tags"] = .strings(annotations.costTags) }
        if let agent = annotations.agent { own["agent_manifest"] = agent.json(spanName: name) }
        metadata["_dd"] = own.isEmpty ? nil : .object(own)
        return metadata
    }

    private func attribution(_ agent: AgentReference) -> JSONObject {
        ["pagent_name": agent.name.map { .string($0) } ?? .null, "pagent_span_id": .string(agent.spanID)]
    }

    /// The name under which the event lies in the tracer's span.
    static let structKey = "_llmobs"

    /// The event as it lies in the tracer's span, which itself says the ids, times and the error.
    var messagePack: [UInt8] {
        var json: JSONObject = [
            "name": .string(name),
            "ml_app": .string(origin.mlApp),
            "parent_id": .string(origin.parentID),
            "trace_id": .string(origin.trace.id.hexadecimal),
            "meta": .object(meta),
            "metrics": .object(metrics),
            "tags": .strings(tags),
        ]
        var own = JSONObject()
        addVerdict(to: &own)
        own["scope"] = scope
        json["_dd"] = .object(own)
        if !annotations.configuration.isEmpty { json["config"] = .object(annotations.configuration) }
        json["session_id"] = origin.sessionID.map { .string($0) }
        if let agent = origin.agent { for (key, value) in attribution(agent) { json[key] = value } }
        if isStripped { json["collection_errors"] = ["dropped_io"] }
        return JSONValue.object(json).messagePack
    }
}
