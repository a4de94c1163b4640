// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import Foundation

/// The trace files of the demo's processes.
struct TraceFiles {
    let paths: [String]

    /// Tags that tell most about a job.
    private static let shownTags = [
        "request.id", "llm.model_name", "retry.attempt_number", "retry.wait_seconds", "llm.finish_reason",
        "llm.tokens.total", "extraction.model.used", "validation.score", "file.name",
    ]

    /// The tree of one trace, once the span that ends last has been written; nil if it does not come in time.
    func tree(traceID: String, root: String) async -> String? {
        for _ in 0..<50 {
            let spans = spans(of: traceID)
            if spans.contains(where: { $0.name == root }) {
                return SpanTree(spans: spans, shownTags: Self.shownTags).rendered()
            }
            try? await Task.sleep(for: .milliseconds(100))
        }
        return nil
    }

    /// What was written of one trace so far.
    func spans(of traceID: String) -> [FinishedSpan] {
        let present = paths.filter { FileManager.default.fileExists(atPath: $0) }
        let spans = (try? JSONLinesTraceReader().spans(inFiles: present)) ?? []
        return spans.filter { $0.traceID.hexadecimal == traceID }
    }
}
