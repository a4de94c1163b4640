// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import JobQueue

/// The process's own figures, by the names that Prometheus' client libraries give them.
struct ProcessMetrics {
    private let startedAt = Moment.now

    func text() -> [UInt8] {
        let figures = ProcessFigures.current()
        var text = PrometheusText()
        text.family("process_cpu_seconds_total", .counter)
        text.sample("process_cpu_seconds_total", value: figures.userSeconds + figures.systemSeconds)
        for (name, value) in gauges(figures) {
            guard let value else { continue }
            text.family(name, .gauge)
            text.sample(name, value: value)
        }
        return text.bytes
    }

    private func gauges(_ figures: ProcessFigures) -> [(name: String, value: Double?)] {
        [
            ("process_resident_memory_bytes", figures.residentBytes.map(Double.init)),
            ("process_open_fds", figures.openDescriptors.map(Double.init)),
            ("process_threads", figures.threads.map(Double.init)),
            ("process_start_time_seconds", Double(startedAt.milliseconds) / 1000),
        ]
    }
}
