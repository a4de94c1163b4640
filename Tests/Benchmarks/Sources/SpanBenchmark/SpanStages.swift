// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import Tracing

/// Where the time of a span goes: the same stage of many spans at a time.
struct SpanStages {
    let traces: Int
    let rounds: Int

    /// Traces that are open at the same time, and that are sent together.
    private static let batch = 100

    private enum Stage: String, CaseIterable {
        case start = "start (clock, id, object)"
        case tags = "3 tags, 1 number"
        case end = "end (clock, tags of the tracer, encoding)"
        case trace = "end of the trace (decision, chunk, queue)"
        case release = "freeing the spans"
        case sending = "sending, freeing the chunks"
    }

    func run() async {
        let mode = await SpanMode("", trace: { _ in })
        var best: [Stage: Double] = [:]
        for _ in 0...rounds {
            var sums: [Stage: Double] = [:]
            for _ in 0..<max(traces / Self.batch, 1) { await runBatch(mode, &sums) }
            let spans = Double(max(traces / Self.batch, 1) * Self.batch * Workload.spansPerTrace)
            for (stage, sum) in sums { best[stage] = min(best[stage] ?? .infinity, sum / spans) }
        }
        print("Where it goes: spans by hand, CPU ns a span, best of \(rounds)")
        for stage in Stage.allCases { printRow(stage.rawValue, [(best[stage] ?? 0).text()]) }
        printRow("together", [best.values.reduce(0, +).text()])
        print("")
    }

    private func runBatch(_ mode: SpanMode, _ sums: inout [Stage: Double]) async {
        var roots: [DatadogSpan] = []
        var children: [DatadogSpan] = []
        roots.reserveCapacity(Self.batch)
        children.reserveCapacity(Self.batch * Workload.spansPerTrace)
        measure(.start, &sums) {
            for _ in 0..<Self.batch {
                let root = mode.tracer.startSpan("root", childOf: .none, resource: "job")
                roots.append(root)
                for _ in 1..<Workload.spansPerTrace {
                    children.append(mode.tracer.startSpan("child", childOf: .span(root), resource: "step"))
                }
            }
        }
        measure(.tags, &sums) {
            for span in roots { Workload.tag(span) }
            for span in children { Workload.tag(span) }
        }
        measure(.end, &sums) { for span in children { span.finish() } }
        measure(.trace, &sums) { for span in roots { span.finish() } }
        measure(.release, &sums) { (roots, children) = ([], []) }
        let watch = Stopwatch()
        await mode.writer.flush()
        sums[.sending, default: 0] += watch.elapsed.cpu
    }

    private func measure(_ stage: Stage, _ sums: inout [Stage: Double], _ body: () -> Void) {
        let watch = Stopwatch()
        body()
        sums[stage, default: 0] += watch.elapsed.cpu
    }
}
