// SPDX-License-Identifier: Apache-2.0

public import JobQueue
public import Logging
import Synchronization

/// How much the queues hold, asked when somebody scrapes.
///
/// Who scrapes while a queue is being asked waits for that answer, which, also if there is none, serves all scrapes of
/// the second after it, too.
public final class QueueFigures: Sendable {
    private struct Reading {
        let task: Task<Figures?, Never>
        /// When the answer came; nil while the queue is being asked.
        var end: ContinuousClock.Instant?

        var isFresh: Bool { end.map { .now - $0 < .seconds(1) } ?? true }
    }

    /// What a queue has told.
    private struct Figures {
        let statistics: QueueStatistics
        /// How long the first job in the line has been there; nil where its producer did not say since when.
        let oldestWait: Duration?
    }

    private let queues: [(name: String, inspector: any JobQueueInspector)]
    private let prefix: String
    private let logger: Logger
    private let readings = Mutex<[String: Reading]>([:])

    /// Figures of these queues.
    ///
    /// - Parameters:
    ///   - prefix: What the names of the metrics begin with.
    ///   - logger: Hears at debug why a queue could not be asked.
    public init(of queues: [(name: String, inspector: any JobQueueInspector)], prefix: String, logger: Logger) {
        self.queues = queues
        self.prefix = PrometheusText.name(prefix)
        self.logger = logger
    }

    private static let figures: [(name: String, value: @Sendable (QueueStatistics) -> Int)] = [
        ("waiting", { $0.waiting }), ("in_flight", { $0.inFlight }), ("delayed", { $0.delayed }),
        ("results", { $0.results }), ("dead", { $0.deadLetters.count }),
        ("dead_bytes", { $0.deadLetters.bytes }), ("workers", { $0.workers }),
        ("open", { $0.mode == .open ? 1 : 0 }),
    ]

    /// Why letters had to go, and how many so far.
    private static let drops: [(cause: String, value: @Sendable (DeadLetterTotals) -> Int)] = [
        ("count", { $0.droppedByCount }), ("age", { $0.droppedByAge }), ("bytes", { $0.droppedByBytes }),
    ]

    /// As Prometheus' text. A queue that does not answer within a second has `_up 0` and no other figures.
    func text() async -> [UInt8] {
        var known: [(queue: String, figures: Figures)] = []
        var text = PrometheusText()
        text.family("\(prefix)_queue_up", .gauge)
        for queue in queues {
            let figures = await figures(of: queue)
            text.sample("\(prefix)_queue_up", Self.labels(queue.name), value: figures == nil ? 0 : 1)
            if let figures { known.append((queue.name, figures)) }
        }
        for figure in Self.figures {
            let name = "\(prefix)_queue_\(figure.name)"
            text.family(name, .gauge)
            for (queue, figures) in known {
                text.sample(name, Self.labels(queue), value: Double(figure.value(figures.statistics)))
            }
        }
        text.family("\(prefix)_queue_waiting_seconds", .gauge)
        for (queue, figures) in known {
            guard let wait = figures.oldestWait else { continue }
            text.sample("\(prefix)_queue_waiting_seconds", Self.labels(queue), value: wait / .seconds(1))
        }
        addDrops(of: known.map { ($0.queue, $0.figures.statistics.deadLetters) }, to: &text)
        return text.bytes
    }

    private func addDrops(of queues: [(name: String, letters: DeadLetterTotals)], to text: inout PrometheusText) {
        let name = "\(prefix)_queue_dead_dropped_total"
        text.family(name, .counter)
        for queue in queues {
            for drop in Self.drops {
                let labels = Self.labels(queue.name, ("cause", drop.cause))
                text.sample(name, labels, value: Double(drop.value(queue.letters)))
            }
        }
    }

    /// The producer's clock may be ahead.
    private static func wait(of job: [UInt8]?, until now: Moment) -> Duration? {
        guard let job else { return .zero }
        return (try? JobEnvelope(decoding: job))?.enqueuedAt.map { max(now.since($0), .zero) }
    }

    private static func labels(_ queue: String, _ others: (String, String)...) -> String {
        PrometheusText.labels([("queue", queue)] + others)
    }

    private func figures(of queue: (name: String, inspector: any JobQueueInspector)) async -> Figures? {
        await readings.withLock { readings in
            if let reading = readings[queue.name], reading.isFresh { return reading.task }
            // Not a child of the scrape that happens to be first: others wait for it as well.
            let task = Task {
                let figures = await ask(queue)
                self.readings.withLock { $0[queue.name]?.end = .now }
                return figures
            }
            readings[queue.name] = Reading(task: task)
            return task
        }.value
    }

    private func ask(_ queue: (name: String, inspector: any JobQueueInspector)) async -> Figures? {
        await withTaskGroup(of: Figures?.self) { group in
            group.addTask { [logger] in
                do {
                    let statistics = try await queue.inspector.statistics()
                    let first = try await queue.inspector.firstWaitingJob()
                    return Figures(statistics: statistics, oldestWait: Self.wait(of: first, until: statistics.now))
                } catch {
                    logger.debug("the queue's figures cannot be had", metadata: ["error": "\(error)"])
                    return nil
                }
            }
            group.addTask {
                try? await Task.sleep(for: .seconds(1))
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
    }
}
