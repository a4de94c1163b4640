// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Threads for work that keeps a core busy, so that Swift's own pool stays free.
final class ImagingExecutor: Sendable {
    private let queue: OperationQueue

    init(concurrency: Int) {
        queue = OperationQueue()
        queue.maxConcurrentOperationCount = max(concurrency, 1)
    }

    /// Runs `work` on one of the threads; not at all if the task is cancelled while it waits for one.
    func run<T: Sendable>(
        _ work: @escaping @Sendable () throws(ImagingError) -> T
    ) async throws(ImagingError) -> T {
        let operation = PendingWork()
        let result: Result<T, ImagingError> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                queue.addOperation {
                    guard operation.begin() else {
                        return continuation.resume(returning: .failure(Self.cancelled))
                    }
                    continuation.resume(returning: Result { () throws(ImagingError) in try work() })
                }
            }
        } onCancel: {
            operation.cancel()
        }
        return try result.get()
    }

    private static let cancelled = ImagingError(.cancelled, "the work was cancelled before it began")
}
