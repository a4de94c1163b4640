// SPDX-License-Identifier: Apache-2.0

import Metrics
import Synchronization

/// What a worker does, as metrics: counts of deliveries by their fate, how long runs take, how many there are.
///
/// The names are listed in the catalogue's article on metrics.
final class WorkerMetrics: Sendable {
    private struct Run: Hashable {
        let type: String
        let outcome: String
    }

    private let factory: any MetricsFactory
    private let prefix: String
    private let queue: String
    private let types: Set<String>
    private let counters: [WorkerStatus.Count: Counter]
    private let running: Gauge
    private let wait: Timer
    private let runs = Mutex<[Run: Timer]>([:])

    init(queue: String, types: [String], prefix: String, factory: any MetricsFactory) {
        self.factory = factory
        self.prefix = prefix
        self.queue = queue
        self.types = Set(types)
        let dimensions = [("queue", queue)]
        let counters = WorkerStatus.Count.allCases.map { count in
            (count, Counter(label: "\(prefix).jobs.\(count.rawValue)", dimensions: dimensions, factory: factory))
        }
        self.counters = Dictionary(uniqueKeysWithValues: counters)
        running = Gauge(label: "\(prefix).jobs.running", dimensions: dimensions, factory: factory)
        wait = Timer(label: "\(prefix).wait.duration", dimensions: dimensions, factory: factory)
    }

    func count(_ count: WorkerStatus.Count, by number: Int) { counters[count]?.increment(by: number) }

    func show(running count: Int) { running.record(count) }

    func waited(_ time: Duration) { wait.recordNanoseconds(time.nanoseconds) }

    func ran(_ type: String, outcome: JobOutcome, for time: Duration) {
        // Types without a handler come from outside: there is no end to them.
        let run = Run(type: types.contains(type) ? type : "unknown", outcome: outcome.operationStatus)
        let timer = runs.withLock { runs in
            if let timer = runs[run] { return timer }
            let dimensions = [("queue", queue), ("type", run.type), ("outcome", run.outcome)]
            let timer = Timer(label: "\(prefix).run.duration", dimensions: dimensions, factory: factory)
            runs[run] = timer
            return timer
        }
        timer.recordNanoseconds(time.nanoseconds)
    }
}

extension Duration {
    /// Whole nanoseconds, as metrics count time; at most what they can hold.
    fileprivate var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (whole, overflows) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        return overflows ? .max : whole &+ attoseconds / 1_000_000_000
    }
}
