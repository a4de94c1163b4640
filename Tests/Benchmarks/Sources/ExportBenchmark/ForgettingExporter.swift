// SPDX-License-Identifier: Apache-2.0

import DatadogTracing

/// Sends nothing: the tracer and its queue alone.
struct ForgettingExporter: TraceExporter {
    func export(_ chunks: [TraceChunk], statistics: TracingStatistics) async -> [TraceChunk] { [] }
}
