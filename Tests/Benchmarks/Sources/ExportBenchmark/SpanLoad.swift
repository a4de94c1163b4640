// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import Foundation
import Tracing

/// Traces of ten spans at a steady rate from one thread, which notes how long each end of a span took.
struct SpanLoad {
    /// Nanoseconds, unsorted.
    struct Times {
        /// Ends of spans whose trace goes on.
        var inner: [UInt32] = []
        /// Ends that hand the trace to the writer.
        var last: [UInt32] = []
    }

    static let spansPerTrace = 10

    let tracer: DatadogTracer
    let spansPerSecond: Int
    let seconds: Int

    /// Runs on a thread of its own, as blocking as a host's own work may be.
    func run() async -> Times {
        await withCheckedContinuation { continuation in
            Thread { continuation.resume(returning: self.loop()) }.start()
        }
    }

    private func loop() -> Times {
        let clock = ContinuousClock()
        let traces = spansPerSecond * seconds / Self.spansPerTrace
        var times = Times()
        times.inner.reserveCapacity(traces * (Self.spansPerTrace - 1))
        times.last.reserveCapacity(traces)
        let start = clock.now
        for index in 0..<traces {
            let due =
                start + .nanoseconds(Int64(index) * 1_000_000_000 * Int64(Self.spansPerTrace) / Int64(spansPerSecond))
            let early = due - clock.now
            if early > .milliseconds(1) { usleep(UInt32(early / .microseconds(1))) }
            trace(clock, &times)
        }
        return times
    }

    private func trace(_ clock: ContinuousClock, _ times: inout Times) {
        let root = tracer.startSpan("benchmark.job", context: .topLevel, ofKind: .consumer)
        root.attributes["job.id"] = "0123456789abcdef"
        root.attributes["job.attempt"] = 1
        for _ in 1..<Self.spansPerTrace {
            let child = tracer.startSpan("benchmark.step", context: root.context)
            child.attributes["step.name"] = "a step of the work"
            child.attributes["step.size"] = 12_345
            child.attributes["step.ok"] = true
            times.inner.append(Self.nanoseconds(clock.measure { child.end() }))
        }
        times.last.append(Self.nanoseconds(clock.measure { root.end() }))
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
