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
    private(set) var error: LLMObs.SpanError?
    /// `error.type`, also where the error flag is not set.
    private(set) var errorType: String?
    let model: LLMObsModel?
    let origin: SpanOrigin
    private(set) var annotations: SpanAnnotations
    /// Tags that all spans have in common.
    private let commonTags: CommonTags
    /// In place of all others, if a processor changed them.
    private var processedTags: [String: String]?
    /// Whether input and output were too large to be sent.
    private(set) var isStripped = false
    /// About how many bytes the event takes as JSON; texts are counted without escapes.
    private(set) var estimatedSize = 0

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
            ? LLMObs.SpanError(
                type: span.meta["error.type"] ?? "",
                message: span.meta["error.message"] ?? "",
                stack: span.meta["error.stack"] ?? ""
            ) : nil
        model = record.model
        origin = record.origin
        commonTags = record.client.commonTags
        self.annotations = annotations
        measure()
    }

    /// All tags but those of an error; annotated ones win.
    var tags: [String: String] {
        if let processedTags { return processedTags }
        var tags = origin.tags(over: commonTags.tags)
        tags["service"] = service
        if annotations.prompt != nil { tags["prompt_tracking_instrumentation_method"] = "annotated" }
        tags.merge(annotations.tags) { $1 }
        if let version = annotations.agent?.version { tags["agent_version"] = version }
        return tags
    }

    static let dropped = "[This value has been dropped because this span's size exceeds the 5MB size limit.]"

    /// Takes input and output away, and says so: as ddtrace, in its words, whatever the limit is.
    mutating func strip() {
        isStripped = true
        annotations.input = .value(.string(Self.dropped))
        annotations.output = .value(.string(Self.dropped))
        if annotations.expectedOutput != nil { annotations.expectedOutput = .value(.string(Self.dropped)) }
        annotations.prompt = nil
        measure()
    }

    /// Takes over what a processor made of the event.
    mutating func take(_ span: LLMObs.ProcessedSpan) {
        // Before the prompt may go, which is told by a tag.
        if span.tags != tags { processedTags = span.tags }
        annotations.input = span.input
        annotations.output = span.output
        annotations.expectedOutput = span.expectedOutput
        annotations.prompt = span.prompt
        let own = annotations.metadata["_dd"]
        annotations.metadata = span.metadata
        annotations.metadata["_dd"] = own
        if let type = span.error?.type, type != error?.type { errorType = type }
        error = span.error
        measure()
    }

    /// Walks through all once: what asks for the size, often with a lock in hand, has it ready.
    private mutating func measure() {
        var size = Self.frame + commonTags.estimatedSize + annotations.estimatedSize + name.utf8.count
        size += 2 * (origin.mlApp.utf8.count + (origin.sessionID?.utf8.count ?? 0))
        size += origin.experiment?.tags.estimatedSize ?? 0
        if let model { size += model.name.utf8.count + model.provider.utf8.count }
        if let error { size += error.type.utf8.count + error.message.utf8.count + error.stack.utf8.count }
        if let processedTags { size += processedTags.estimatedSize }
        estimatedSize = size
    }

    /// Ids, times, names of members, and the tags that every event has.
    private static let frame = 1_024
}

/// Tags that all spans of a client have, and how many bytes they take.
struct CommonTags: Sendable {
    let tags: [String: String]
    let estimatedSize: Int

    init(_ tags: [String: String]) {
        self.tags = tags
        estimatedSize = tags.estimatedSize
    }
}
