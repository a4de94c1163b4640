// SPDX-License-Identifier: Apache-2.0

public import JobQueue
import Redis
import Synchronization

extension RedisJobQueue {
    /// Takes the oldest result off the results list; nil if none came in time.
    ///
    /// A call that is cancelled, or whose connection breaks, loses no result: one that it may have taken off the list is
    /// what the next call returns. Only a process that ends just then loses it. Of several consumers, two may get the
    /// same result if the connection of one breaks in the moment of taking it: whoever must not use one twice keeps the
    /// `job_id`s that it has used.
    ///
    /// - Parameter timeout: How long to wait; zero: not at all.
    public func popResult(timeout: Duration = .zero) async throws(JobQueueError) -> [UInt8]? {
        let end = ContinuousClock.now + timeout
        while true {
            if let result = halfTaken.withLock({ $0.popLast() }) { return try await take(result, isHalfTaken: true) }
            guard let result = try await oldestResult(until: end) else { return nil }
            if let taken = try await take(result, isHalfTaken: false) { return taken }
        }
    }

    /// Looks first, since waiting is a write, which a full Redis refuses.
    private func oldestResult(until end: ContinuousClock.Instant) async throws(JobQueueError) -> [UInt8]? {
        let oldest = try await execute(RedisCommand("LRANGE", keys.results, -1, -1)).array?.first?.bytes
        let timeout = ContinuousClock.now.duration(to: end)
        guard oldest == nil, timeout > .zero else { return oldest }
        // From the list's end to the same place: a look at it that waits.
        let seconds = max(timeout, .milliseconds(10)) / .seconds(1)
        let command = RedisCommand("BLMOVE", keys.results, keys.results, "RIGHT", "RIGHT", .string("\(seconds)"))
        do {
            return try await blocking.execute(command, timeout: timeout + blocking.configuration.commandTimeout).bytes
        } catch {
            if error.code == .cancelled { Task { await interruptWait() } }
            throw await explained(error)
        }
    }

    /// Nil if another consumer was faster. Not to be cancelled: what is off the list must reach the caller.
    private func take(_ result: [UInt8], isHalfTaken: Bool) async throws(JobQueueError) -> [UInt8]? {
        let outcome = await Task { () async -> Result<Int, JobQueueError> in
            do throws(JobQueueError) {
                let command = RedisCommand("LREM", self.keys.results, -1, .bytes(result))
                return .success(try await self.execute(command, isRepeatable: false).int ?? 0)
            } catch {
                return .failure(error)
            }
        }
        .value
        switch outcome {
        case .success(let count): return count > 0 || isHalfTaken ? result : nil
        case .failure(let error):
            // Whether it is off the list is open, unless the server said no.
            if isHalfTaken || error.code == .unavailable { halfTaken.withLock { $0.append(result) } }
            throw error
        }
    }
}
