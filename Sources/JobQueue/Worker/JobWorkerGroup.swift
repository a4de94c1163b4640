// SPDX-License-Identifier: Apache-2.0

public import ServiceLifecycle

/// Workers of several queues as one service: all are shut down at the same time, not one after the other.
///
/// Give them shares of one ``SlotPool``, so that they keep within one bound of running jobs.
public struct JobWorkerGroup: Service {
    /// The workers.
    public let workers: [JobWorker]

    /// Creates a group.
    public init(_ workers: [JobWorker]) { self.workers = workers }

    /// Works until all workers have ended.
    public func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in workers { group.addTask { try await worker.run() } }
            try await group.waitForAll()
        }
    }
}
