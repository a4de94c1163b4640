// SPDX-License-Identifier: Apache-2.0

/// Carries chunks out of the process: to the agent, to a file, to a test.
public protocol TraceExporter: Sendable {
    /// Sends the chunks, tries again where that makes sense, and counts what was sent and dropped.
    ///
    /// Must come back in bounded time, soon after its task was cancelled.
    ///
    /// - Returns: Chunks, neither sent nor counted, that may be sent later: the receiver could not be reached.
    func export(_ chunks: [TraceChunk], statistics: TracingStatistics) async -> [TraceChunk]

    /// Looks at a chunk before it is queued, on the thread that ended its last span; nil leaves it out, counted.
    func admit(_ chunk: TraceChunk, statistics: TracingStatistics) -> TraceChunk?

    /// Does what there is to do beside the exports, until its task is cancelled. Runs while the ``TraceWriter`` does.
    func maintain(statistics: TracingStatistics) async

    /// Sends what was counted of the chunks; called on demand and, after the last export, at the end.
    func flushStats(statistics: TracingStatistics) async
}

extension TraceExporter {
    /// The chunk as it is.
    public func admit(_ chunk: TraceChunk, statistics: TracingStatistics) -> TraceChunk? { chunk }

    /// Nothing.
    public func maintain(statistics: TracingStatistics) async {}

    /// Nothing.
    public func flushStats(statistics: TracingStatistics) async {}
}
