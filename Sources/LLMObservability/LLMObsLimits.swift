// SPDX-License-Identifier: Apache-2.0

/// Bounds of LLM Observability. What goes beyond is dropped and counted.
public struct LLMObsLimits: Sendable, Hashable {
    /// Spans that are not ended yet; further ones make no event.
    public var maximumOpenSpans = 50_000
    /// Events that wait to be sent, spans and evaluations each.
    public var maximumQueuedEvents = 10_000
    /// Bytes of events that wait to be sent, estimated, spans and evaluations each; and of spans that wait for what
    /// ``LLMObsConfiguration/samplingRules`` say of their trace.
    public var maximumQueuedBytes = 32 * 1024 * 1024
    /// `DD_LLMOBS_PAYLOAD_SIZE_BYTES`: bytes of one request; fewer for a while where somebody on the way takes less.
    public var maximumPayloadBytes = 5 * 1024 * 1024
    /// `DD_LLMOBS_EVENT_SIZE_BYTES`: an event of so many bytes loses its input and output, and says so.
    public var maximumEventBytes = 5_000_000
    /// In the mode ``LLMObsExportMode/apmSpans``, events of more bytes go by themselves: a trace that became too large for
    /// one request of the tracer would be lost as a whole.
    public var maximumBytesInSpans = 16 * 1024
    /// Time between two sendings; at least ten milliseconds, and five seconds where the last one failed.
    public var flushInterval = Duration.seconds(1)
    /// Time that one try of a request may take.
    public var requestTimeout = Duration.seconds(5)
    /// How often a request is tried in all.
    public var maximumTries = 3
    /// Time that what is under way at shutdown, and the last sending, may take together.
    public var shutdownTimeout = Duration.seconds(5)

    /// Bytes of one event: with what goes around it, it has to fit into one request, too.
    var maximumItemBytes: Int { max(min(maximumEventBytes, maximumPayloadBytes - 128), 1) }

    /// The defaults.
    public init() {}
}
