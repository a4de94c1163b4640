// SPDX-License-Identifier: Apache-2.0

/// Bounds of a tracer. What goes beyond is dropped and counted.
public struct TracingLimits: Sendable, Hashable {
    /// Traces with open spans; further ones are not recorded.
    public var maximumOpenTraces = 10_000
    /// Finished spans of one trace that wait for the others.
    public var maximumSpansPerTrace = 100_000
    /// Bytes that open traces hold: ended spans that wait for others of their trace, and the tags of an open span where
    /// they take more than 4 KiB.
    ///
    /// Beyond it, ended spans are sent without waiting, and further tags of such spans are dropped.
    public var maximumOpenBytes = 64 * 1024 * 1024
    /// A chunk goes out when so many spans of a trace have finished while others are open.
    public var partialFlushMinimumSpans = 300
    /// Bytes of chunks that wait to be sent, as estimated for the payload; in memory each span takes about a hundred bytes
    /// more.
    ///
    /// A chunk that would pass it is dropped, so the oldest are kept.
    public var maximumQueueBytes = 20 * 1024 * 1024
    /// Chunks that wait to be sent.
    public var maximumQueueChunks = 20_000
    /// Bytes of one request.
    public var maximumPayloadBytes = 8 * 1024 * 1024
    /// Queued bytes at which the writer does not wait for the next interval.
    public var eagerFlushBytes = 2 * 1024 * 1024
    /// Time between two sendings.
    public var flushInterval = Duration.seconds(1)
    /// Time that one request to the agent may take.
    public var requestTimeout = Duration.seconds(5)
    /// Time that a sending under way, and then the last one, may take at shutdown.
    public var shutdownTimeout = Duration.seconds(5)
    /// `DD_TRACE_STATS_CARDINALITY_LIMIT`: kinds of spans that the statistics of ten seconds tell apart;
    /// spans of further kinds are counted together.
    public var maximumStatsKeys = 2048
    /// `DD_TRACE_BAGGAGE_MAX_ITEMS`: items of one baggage header, read or written.
    public var maximumBaggageItems = 64
    /// `DD_TRACE_BAGGAGE_MAX_BYTES`: bytes of one baggage header, read or written.
    public var maximumBaggageBytes = 8_192

    /// The defaults.
    public init() {}
}
