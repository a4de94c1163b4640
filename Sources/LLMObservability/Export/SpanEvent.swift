// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import JSON

/// A span as it goes to LLM Observability.
///
/// Made on the task that ends the span, which waits for it: what can be put together later is.
struct SpanEvent: Sendable {
    let kind: String
    let name: String
    let spanID: UInt64
    let apmTraceID: TraceID
    let service: String
    /// Unix nanoseconds.
    let start: Int64
    let duration: Int64
    let error: SpanError?
    /// `error.type`, also where the error flag is not set.
    let errorType: String?
    let model: LLMObsModel?
    let origin: SpanOrigin
    let verdict: SamplingVerdict
    var annotations: SpanAnnotations
    /// Tags that all spans have in common.
    private let commonTags: [String: String]
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
        spanID = record.spanID
        apmTraceID = span.traceID
        service = span.service
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
        origin = record.origin
        verdict = record.origin.trace.verdict(by: record.client.sampler)
        commonTags = record.client.commonTags
        self.annotations = annotations
    }

    /// All tags but those of an error; annotated ones win.
    var tags: [String: String] {
        var tags = origin.tags(over: commonTags)
        tags["service"] = service
        if annotations.prompt != nil { tags["prompt_tracking_instrumentation_method"] = "annotated" }
        tags.merge(annotations.tags) { $1 }
        if let version = annotations.agent?.version { tags["agent_version"] = version }
        return tags
    }

    static let dropped = "[This value has been dropped because this span's size exceeds the 5MB size limit.]"

    /// Takes input and output away, and says so.
    mutating func strip() {
        isStripped = true
        annotations.input = .value(.string(Self.dropped))
        annotations.output = .value(.string(Self.dropped))
        if annotations.expectedOutput != nil { annotations.expectedOutput = .value(.string(Self.dropped)) }
        annotations.prompt = nil
    }

    /// About how many bytes the event takes as JSON; texts are counted without escapes.
    var estimatedSize: Int {
        var size = 1024 + (annotations.input?.estimatedSize ?? 0) + (annotations.output?.estimatedSize ?? 0)
        size += (annotations.expectedOutput?.estimatedSize ?? 0) + annotations.configuration.estimatedSize
        size += (annotations.prompt?.estimatedSize ?? 0) + annotations.metadata.estimatedSize
        for (key, value) in annotations.tags { size += key.utf8.count + value.utf8.count + 4 }
        size += annotations.metrics.count * 40
        if let error { size += error.message.utf8.count + error.stack.utf8.count }
        return size + annotations.toolDefinitions.reduce(0) { $0 + 128 + ($1.schema?.estimatedSize ?? 0) }
    }
}
