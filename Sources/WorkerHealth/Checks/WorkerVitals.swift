// SPDX-License-Identifier: Apache-2.0

public import JobQueue

/// What is to be known of the workers of a process.
public struct WorkerVitals: Sendable {
    private let workers: [JobWorker]

    /// The vitals of these workers, one for each queue.
    public init(of workers: [JobWorker]) { self.workers = workers }

    /// Whether the process ends.
    var isClosing: Bool { workers.contains { $0.pulse.isClosing } }

    /// Whether the process should go on: none of its workers is stuck.
    var liveness: HealthReport {
        HealthReport(
            problems: workers.compactMap { worker in
                worker.pulse.reasonToRestart(worker.configuration).map { "\(worker.queueName): \($0)" }
            }
        )
    }

    /// Whether the process does what it is for: all its workers consume.
    var readiness: HealthReport {
        HealthReport(
            problems: workers.compactMap { worker in
                worker.pulse.reasonNotConsuming(worker.configuration).map { "\(worker.queueName): \($0)" }
            }
        )
    }
}
