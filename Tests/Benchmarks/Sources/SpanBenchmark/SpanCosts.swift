// SPDX-License-Identifier: Apache-2.0

import CAllocationCount
import DatadogTracing
import Tracing

/// Processor time, time by the clock and allocations of a span, in several modes, which take turns.
struct SpanCosts {
    let traces: Int
    let rounds: Int
    let ddtrace: DdtraceCosts?

    private struct Times {
        var cpu: [Double] = []
        var wall: [Double] = []
    }

    func run() async {
        print("A span with 3 tags and 1 number, in a trace of \(Workload.spansPerTrace)")
        printRow("", ["CPU ns, best", "median", "wall ns, best", "allocations", "of ddtrace"])
        let recorded = await recordedModes
        await measure(recorded, ddtrace: ddtrace?.encoded)
        await measure(await offModes, ddtrace: ddtrace?.off)
        if let ddtrace {
            printRow("ddtrace, encoded", [ddtrace.encoded.text()])
            printRow("ddtrace, off", [ddtrace.off.text()])
        }
        print("")
    }

    private var recordedModes: [SpanMode] {
        get async {
            [
                await SpanMode("by hand, v0.4") { Workload.byHand($0) },
                await SpanMode("trace(), v0.4") { Workload.thin($0) },
                await SpanMode("trace(), v0.5", change: { $0.apiVersion = .v05 }, trace: { Workload.thin($0) }),
                await SpanMode(
                    "trace(), counted in statistics",
                    change: { $0.computesClientStats = true },
                    trace: { Workload.thin($0) }
                ),
                await SpanMode("trace(), async, v0.4") { await Workload.thinAsync($0) },
                await SpanMode("withSpan(), v0.4") { Workload.standard($0) },
                await SpanMode("trace(), sampled out", rate: 0) { Workload.thin($0) },
                await SpanMode(
                    "trace(), sampled out, statistics",
                    rate: 0,
                    change: { $0.computesClientStats = true },
                    trace: { Workload.thin($0) }
                ),
            ]
        }
    }

    private var offModes: [SpanMode] {
        get async {
            func off(_ name: String, _ trace: @escaping (DatadogTracer) async -> Void) async -> SpanMode {
                await SpanMode(name, change: { $0.isEnabled = false }, trace: trace)
            }
            return [
                await off("by hand, off") { Workload.byHand($0) },
                await off("trace(), off") { Workload.thin($0) },
                await off("trace(), async, off") { await Workload.thinAsync($0) },
                await off("withSpan(), off") { Workload.standard($0) },
                await off("withSpan(), off, isRecording asked") { Workload.polite($0) },
                await off("withSpan(), NoOpTracer") { _ in Workload.noOp() },
            ]
        }
    }

    private func measure(_ modes: [SpanMode], ddtrace: Double?) async {
        for mode in modes { await mode.run(traces: min(traces, 2000)) }
        var times = modes.map { _ in Times() }
        for _ in 0..<rounds {
            for (index, mode) in modes.enumerated() {
                let time = await time(mode)
                times[index].cpu.append(time.cpu)
                times[index].wall.append(time.wall)
            }
        }
        for (mode, times) in zip(modes, times) {
            let best = times.cpu.min() ?? 0
            let figures = [best.text(), times.cpu.median.text(), (times.wall.min() ?? 0).text()]
            let share = ddtrace.map { ["1/" + ($0 / best).text()] } ?? []
            printRow(mode.name, figures + [await allocations(mode).text(2)] + share)
        }
    }

    private func time(_ mode: SpanMode) async -> (cpu: Double, wall: Double) {
        let watch = Stopwatch()
        await mode.run(traces: traces)
        let (cpu, wall) = watch.elapsed
        let spans = Double(traces * Workload.spansPerTrace)
        return (cpu / spans, wall / spans)
    }

    private func allocations(_ mode: SpanMode) async -> Double {
        let start = allocation_count()
        allocation_count_switch(true)
        await mode.run(traces: 1000)
        allocation_count_switch(false)
        return Double(allocation_count() - start) / Double(1000 * Workload.spansPerTrace)
    }
}
