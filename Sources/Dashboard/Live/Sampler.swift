// SPDX-License-Identifier: Apache-2.0

import JobQueue
import ServiceLifecycle
import Synchronization

/// Looks at the queue again and again, for what single looks cannot tell: rates, and their course.
final class Sampler: Service {
    private let queue: any JobQueueInspector
    private let interval: Duration
    private let samples = Mutex<[Sample]>([])
    private let changes = Atomic<Int>(0)

    /// Rates are over so many samples, since workers tell of themselves only at heartbeats.
    private static let rateSpan = 10
    private static let kept = 150
    /// The workers heard of last; of more, rates are those of these.
    private static let maximumWorkers = 1000

    init(queue: any JobQueueInspector, interval: Duration) {
        self.queue = queue
        self.interval = interval
    }

    /// The latest samples, the oldest first.
    var history: [Sample] { samples.withLock { $0 } }

    /// A number that grows whenever something has changed.
    var revision: Int { changes.load(ordering: .relaxed) }

    /// Tells those who watch that there is something new.
    func noteChange() { changes.add(1, ordering: .relaxed) }

    /// Looks until the group ends. While the queue is out of reach there are no samples.
    func run() async {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                if let sample = try? await self.look() { self.add(sample) }
                try? await Task.sleep(for: self.interval)
            }
        }
    }

    private func look() async throws(JobQueueError) -> Sample {
        Sample(statistics: try await queue.statistics(), workers: try await queue.workers(limit: Self.maximumWorkers))
    }

    private func add(_ sample: Sample) {
        let isNew = samples.withLock { samples in
            var sample = sample
            let isNew = samples.last.map { !$0.isLike(sample) } ?? true
            if let earlier = samples.suffix(Self.rateSpan).first {
                sample.completedPerSecond = Sample.rate(of: "completed", from: earlier, to: sample)
                sample.buriedPerSecond = Sample.rate(of: "buried", from: earlier, to: sample)
            }
            if let previous = samples.last { sample.endedRuns = Sample.endedRuns(from: previous, to: sample) }
            sample.runTimes = samples.reduce(into: sample.endedRuns) { $0.add($1.endedRuns) }
            samples.append(sample)
            if samples.count > Self.kept { samples.removeFirst(samples.count - Self.kept) }
            return isNew
        }
        if isNew { noteChange() }
    }
}
