// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import Foundation
import Tracing

/// Traces of ten spans at a steady rate from one thread, which notes how long each end of a span took.
struct SpanLoad {
    /// How much, and how long.
    struct Plan {
        let spansPerSecond: Int
        let seconds: Int
        /// Before anything is measured; time in which the queue fills if it has to.
        let warmUpSeconds = 2
    }

    /// What was seen after the warm-up; of times nanoseconds, unsorted.
    struct Outcome {
        /// Ends of spans whose trace goes on.
        var inner: [UInt32]
        /// Ends that hand the trace to the writer.
        var last: [UInt32]
        /// Spans, those of the warm-up included.
        var made = 0
        /// MiB resident after the warm-up.
        var memoryWarm = 0.0
        /// MiB resident at most from then on.
        var memoryPeak = 0.0
    }

    static let spansPerTrace = 10

    let tracer: DatadogTracer
    let plan: Plan

    /// Runs on a thread of its own, as blocking as a host's own work may be.
    func run() async -> Outcome {
        await withCheckedContinuation { continuation in
            Thread { continuation.resume(returning: self.load()) }.start()
        }
    }

    private func load() -> Outcome {
        let perSecond = plan.spansPerSecond / Self.spansPerTrace
        let (warmUp, count) = (perSecond * plan.warmUpSeconds, perSecond * plan.seconds)
        // Written to now, so that they do not grow what is resident later.
        var outcome = Outcome(
            inner: Array(repeating: 1, count: count * (Self.spansPerTrace - 1)),
            last: Array(repeating: 1, count: count)
        )
        repeatedly(warmUp, perSecond) { _ in trace({ _ in }, last: { _ in }) }
        outcome.memoryWarm = ProcessMemory.resident
        ProcessMemory.resetPeak()
        var place = 0
        repeatedly(count, perSecond) { index in
            let inner = { (time: UInt32) in
                outcome.inner[place] = time
                place += 1
            }
            trace(inner, last: { outcome.last[index] = $0 })
        }
        outcome.memoryPeak = ProcessMemory.peak
        outcome.made = (warmUp + count) * Self.spansPerTrace
        return outcome
    }

    private func repeatedly(_ count: Int, _ perSecond: Int, _ body: (Int) -> Void) {
        let clock = ContinuousClock()
        let start = clock.now
        for index in 0..<count {
            let due = start + .nanoseconds(Int64(index) * 1_000_000_000 / Int64(perSecond))
            let early = due - clock.now
            if early > .milliseconds(1) { usleep(UInt32(early / .microseconds(1))) }
            body(index)
        }
    }

    private func trace(_ inner: (UInt32) -> Void, last: (UInt32) -> Void) {
        let clock = ContinuousClock()
        let root = tracer.startSpan("benchmark.job", context: .topLevel, ofKind: .consumer)
        root.attributes["job.id"] = "0123456789abcdef"
        root.attributes["job.attempt"] = 1
        for _ in 1..<Self.spansPerTrace {
            let child = tracer.startSpan("benchmark.step", context: root.context)
            child.attributes["step.name"] = "a step of the work"
            child.attributes["step.size"] = 12_345
            child.attributes["step.ok"] = true
            inner(Self.nanoseconds(clock.measure { child.end() }))
        }
        last(Self.nanoseconds(clock.measure { root.end() }))
    }

    private static func nanoseconds(_ duration: Duration) -> UInt32 { UInt32(clamping: duration / .nanoseconds(1)) }
}

extension Duration {
    /// Whole units in it.
    static func / (_ duration: Duration, _ unit: Duration) -> Int64 {
        let (seconds, attoseconds) = duration.components
        let (unitSeconds, unitAttoseconds) = unit.components
        let scale = Int64(1_000_000_000)
        let nanoseconds = seconds * scale + attoseconds / scale
        return nanoseconds / max(1, unitSeconds * scale + unitAttoseconds / scale)
    }
}
