// SPDX-License-Identifier: Apache-2.0

import JobQueue
import RedisJobQueue

/// What the conformance suite asks of a driver: everything the engine uses, and a look at what came out.
protocol ConformingQueue: JobQueueDriver, JobQueueControl, JobQueueInspector, DeadLetterStore, ReviewStore {
    func popResult() async throws -> [UInt8]?
    func resultCount() async throws -> Int
}

extension RedisJobQueue: ConformingQueue {
    func popResult() async throws -> [UInt8]? { try await popResult(timeout: .zero) }
}

extension InMemoryJobQueue: ConformingQueue {
    func popResult() async throws -> [UInt8]? { await popResult(timeout: .zero) }
}
