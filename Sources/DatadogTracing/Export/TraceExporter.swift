// SPDX-License-Identifier: Apache-2.0

/// Carries chunks out of the process: to the agent, to a file, to a test.
public protocol TraceExporter: Sendable {
    /// Sends the chunks, tries again where that makes sense, and counts what was sent and dropped.
    ///
    /// Must come back in bounded time, soon after its task was cancelled.
    ///
    /// - Returns: Chunks, neither sent nor counted, that may be sent later: the receiver could not be reached.
    func export(_ chunks: [TraceChunk], statistics: TracingStatistics) async -> [TraceChunk]

    /// Does what there is to do beside the exports, until its task is cancelled. Runs while the ``TraceWriter`` does.
    func maintain() async
}

extension TraceExporter {
    /// Nothing.
    public func maintain() async {}
}
