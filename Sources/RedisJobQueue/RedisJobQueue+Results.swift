// SPDX-License-Identifier: Apache-2.0

public import JobQueue
import Redis

extension RedisJobQueue {
    /// Takes the oldest result off the results list; nil if none came in time.
    ///
    /// - Parameter timeout: How long to wait; zero: not at all.
    public func popResult(timeout: Duration = .zero) async throws(JobQueueError) -> [UInt8]? {
        guard timeout > .zero else {
            return try await execute(RedisCommand("RPOP", keys.results), isRepeatable: false).bytes
        }
        let command = RedisCommand("BRPOP", keys.results, .string("\(timeout / .seconds(1))"))
        do {
            let reply = try await blocking.execute(
                command,
                timeout: timeout + blocking.configuration.commandTimeout
            )
            return reply.array?.last?.bytes
        } catch {
            throw JobQueueError(error)
        }
    }

    /// Looks at results without taking them, oldest first.
    ///
    /// - Parameters:
    ///   - offset: How many of the oldest to pass over.
    ///   - limit: At most so many.
    public func peekResults(offset: Int = 0, limit: Int) async throws(JobQueueError) -> [[UInt8]] {
        let command = RedisCommand("LRANGE", keys.results, .integer(-(offset + limit)), .integer(-1 - offset))
        return (try await execute(command).array ?? []).compactMap(\.bytes).reversed()
    }

    /// How many results wait.
    public func resultCount() async throws(JobQueueError) -> Int {
        try await execute(RedisCommand("LLEN", keys.results)).int ?? 0
    }
}
