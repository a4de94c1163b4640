// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import JSON

/// A span as it goes to LLM Observability.
struct SpanEvent: Sendable {
    let kind: String
    let name: String
    let spanID: String
    let traceID: String
    let parentID: String
    let apmTraceID: String
    /// Unix nanoseconds.
    let start: Int64
    let duration: Int64
    let error: SpanError?
    /// `error.type`, also where the error flag is not set.
    let errorType: String?
    let model: LLMObsModel?
    let mlApp: String
    let sessionID: String?
    let agent: AgentReference?
    let verdict: SamplingVerdict
    var tags: [String: String]
    var annotations: SpanAnnotations
    /// Whether input and output were too large to be sent.
    private(set) var isStripped = false

    /// The three tags of an error.
    struct SpanError: Sendable {
        let type: String
        let message: String
        let stack: String
    }

    init(of record: SpanRecord, span: FinishedSpan, annotations: SpanAnnotations) {
        kind = record.kind
        name = span.name
        spanID = record.spanIDText
        traceID = record.origin.trace.id.hexadecimal
        parentID = record.origin.parentID
        apmTraceID = span.traceID.hexadecimal
        start = span.start
        duration = span.duration
        errorType = span.meta["error.type"]
        error =
            span.isError
            ? SpanError(
                type: span.meta["error.type"] ?? "",
                message: span.meta["error.message"] ?? "",
                stack: span.meta["error.stack"] ?? ""
            ) : nil
        model = record.model
        mlApp = record.origin.mlApp
        sessionID = record.origin.sessionID
        agent = record.origin.agent
        verdict = record.origin.trace.verdict(by: record.client.sampler)
        tags = record.client.tags(of: record, service: span.service)
        self.annotations = annotations
        addAnnotatedTags()
    }

    private mutating func addAnnotatedTags() {
        if annotations.prompt != nil { tags["prompt_tracking_instrumentation_method"] = "annotated" }
        if let version = annotations.agent?.version { annotations.tags["agent_version"] = version }
        tags.merge(annotations.tags) { $1 }
    }

    static let dropped = "[This value has been dropped because this span's size exceeds the 5MB size limit.]"

    /// Takes input and output away, and says so.
    mutating func strip() {
        isStripped = true
        annotations.input = .value(.string(Self.dropped))
        annotations.output = .value(.string(Self.dropped))
        annotations.prompt = nil
    }

    /// About how many bytes the event takes as JSON; texts are counted without escapes.
    var estimatedSize: Int {
        var size = 1024 + (annotations.input?.estimatedSize ?? 0) + (annotations.output?.estimatedSize ?? 0)
        size += (annotations.prompt?.estimatedSize ?? 0) + annotations.metadata.estimatedSize
        for (key, value) in tags { size += key.utf8.count + value.utf8.count + 4 }
        size += annotations.metrics.count * 40
        if let error { size += error.message.utf8.count + error.stack.utf8.count }
        return size + annotations.toolDefinitions.reduce(0) { $0 + 128 + ($1.schema?.estimatedSize ?? 0) }
    }
}
