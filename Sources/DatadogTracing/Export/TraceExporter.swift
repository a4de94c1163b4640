// SPDX-License-Identifier: Apache-2.0

/// Carries chunks out of the process: to the agent, to a file, to a test.
public protocol TraceExporter: Sendable {
    /// Sends the chunks, tries again where that makes sense, and counts what was sent and dropped.
    ///
    /// Must come back in bounded time, soon after its task was cancelled.
    func export(_ chunks: [TraceChunk], statistics: TracingStatistics) async
}
