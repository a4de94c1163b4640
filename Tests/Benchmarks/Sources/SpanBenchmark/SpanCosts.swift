// SPDX-License-Identifier: Apache-2.0

import CAllocationCount
import DatadogTracing
import Foundation
import Logging

/// Processor time and allocations of a span, in several modes, the modes taking turns.
struct SpanCosts {
    let traces: Int
    let rounds: Int

    private struct Mode {
        let name: String
        let tracer: DatadogTracer
        /// Nil if finished traces are thrown away.
        let writer: TraceWriter?
        let run: (DatadogTracer) async -> Void
    }

    /// Traces that are queued before they are encoded.
    private static let batch = 500

    func run() async {
        let modes = [
            mode("trace(), sent") { Workload.thin($0) },
            mode("trace(), not encoded", isSent: false) { Workload.thin($0) },
            mode("trace(), async, sent") { await Workload.thinAsync($0) },
            mode("withSpan(), sent") { Workload.standard($0) },
            mode("trace(), sampled out", rate: 0) { Workload.thin($0) },
            mode("trace(), off", isEnabled: false) { Workload.thin($0) },
            mode("withSpan(), off", isEnabled: false) { Workload.standard($0) },
        ]
        printRow("a span", ["best ns", "median ns", "allocations"])
        for mode in modes { await run(mode, traces: 2000) }
        var times = modes.map { _ in [Double]() }
        for _ in 0..<rounds {
            for (index, mode) in modes.enumerated() { times[index].append(await time(mode)) }
        }
        for (mode, times) in zip(modes, times) {
            let allocations = await allocations(mode)
            printRow(mode.name, [(times.min() ?? 0).text(), times.median.text(), allocations.text(2)])
        }
    }

    private func mode(
        _ name: String,
        rate: Double = 1,
        isEnabled: Bool = true,
        isSent: Bool = true,
        run: @escaping (DatadogTracer) async -> Void
    ) -> Mode {
        var configuration = DatadogTracingConfiguration(service: "bench", env: "test", version: "1")
        configuration.isEnabled = isEnabled
        configuration.limits.maximumQueueBytes = 1 << 30
        configuration.limits.eagerFlushBytes = 1 << 30
        guard isSent else {
            return Mode(
                name: name,
                tracer: DatadogTracer(configuration: configuration, receiver: DroppingReceiver()),
                writer: nil,
                run: run
            )
        }
        let answer = #"{"rate_by_service": {"service:bench,env:test": \#(rate)}}"#
        let (tracer, writer) = DatadogTracing.make(
            configuration: configuration,
            transport: SilentTransport(answer: answer),
            logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }
        )
        return Mode(name: name, tracer: tracer, writer: writer, run: run)
    }

    /// Nanoseconds of processor time for a span, of all threads.
    private func time(_ mode: Mode) async -> Double {
        let start = Self.processorTime
        await run(mode, traces: traces)
        return Double(Self.processorTime - start) / Double(traces * Workload.spansPerTrace)
    }

    private func allocations(_ mode: Mode) async -> Double {
        let start = allocation_count()
        allocation_count_switch(true)
        await run(mode, traces: 1000)
        allocation_count_switch(false)
        return Double(allocation_count() - start) / Double(1000 * Workload.spansPerTrace)
    }

    private func run(_ mode: Mode, traces: Int) async {
        var rest = traces
        while rest > 0 {
            let count = min(rest, Self.batch)
            for _ in 0..<count { await mode.run(mode.tracer) }
            await mode.writer?.flush()
            rest -= count
        }
    }

    private static var processorTime: UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}

/// Throws traces away.
private struct DroppingReceiver: TraceReceiver {
    func receive(_ chunk: TraceChunk) {}
}
