// SPDX-License-Identifier: Apache-2.0

import Metrics
import Synchronization

/// `runtime.swift.*`: processor time, memory, threads, descriptors and context switches of the process, as
/// distributions, like the runtime metrics of Datadog's other tracers.
final class RuntimeMetrics: Sendable {
    /// Time between two readings.
    static let interval = Duration.seconds(10)

    private struct Reading {
        var figures: ProcessFigures
        var moment: ContinuousClock.Instant
    }

    private let last: Mutex<Reading>

    /// Counts from these figures on.
    init(figures: ProcessFigures = .current(), at moment: ContinuousClock.Instant = .now) {
        last = Mutex(Reading(figures: figures, moment: moment))
    }

    /// Records what changed since the last time, and what is.
    func record(_ figures: ProcessFigures, at moment: ContinuousClock.Instant, to factory: any MetricsFactory) {
        let previous = last.withLock { last in
            defer { last = Reading(figures: figures, moment: moment) }
            return last
        }
        let seconds = (moment - previous.moment) / .seconds(1)
        for (name, value) in figures.changes(since: previous.figures, for: seconds) + figures.levels {
            factory.makeRecorder(label: "runtime.swift." + name, dimensions: Self.tags, aggregate: true).record(value)
        }
    }

    private static let tags = [
        ("lang", "swift"), ("lang_version", TracerVersion.language), ("tracer_version", TracerVersion.tracer),
    ]
}

extension ProcessFigures {
    fileprivate func changes(since last: ProcessFigures, for seconds: Double) -> [(String, Double)] {
        let user = max(0, userSeconds - last.userSeconds)
        let system = max(0, systemSeconds - last.systemSeconds)
        return [
            ("cpu.time.user", user),
            ("cpu.time.sys", system),
            ("cpu.percent", seconds > 0 ? (user + system) / seconds * 100 : 0),
            ("cpu.ctx_switch.voluntary", Double(voluntarySwitches - last.voluntarySwitches)),
            ("cpu.ctx_switch.involuntary", Double(involuntarySwitches - last.involuntarySwitches)),
        ]
    }

    fileprivate var levels: [(String, Double)] {
        let levels = [("mem.rss", residentBytes), ("thread_count", threads), ("fd.open", openDescriptors)]
        return levels.compactMap { name, value in value.map { (name, Double($0)) } }
    }
}
