// SPDX-License-Identifier: Apache-2.0

import JobQueue
public import Logging
public import Redis
import Synchronization

/// A queue in Redis (6.2 or later) or Valkey.
///
/// Two connections, however many jobs: one for commands, which are pipelined, and one for the blocking wait.
public final class RedisJobQueue: Sendable {
    let commands: RedisConnection
    let blocking: RedisConnection
    let keys: QueueKeys
    let configuration: RedisJobQueueConfiguration
    /// Results of which it is open whether this consumer has taken them off the list.
    let halfTaken = Mutex<[[UInt8]]>([])

    /// Creates a queue; it connects in the background.
    public init(redis: RedisConfiguration, configuration: RedisJobQueueConfiguration = .init(), logger: Logger) {
        commands = RedisConnection(configuration: redis, logger: logger)
        blocking = RedisConnection(alongside: commands, logger: logger)
        keys = QueueKeys(queue: configuration.queue)
        self.configuration = configuration
    }

    /// Creates a queue from a Redis URL: see `RedisConfiguration.init(url:)` for what is understood.
    ///
    /// - Throws: `RedisError` that says what is wrong with the URL.
    public convenience init(
        url: String,
        configuration: RedisJobQueueConfiguration = .init(),
        logger: Logger
    ) throws {
        self.init(redis: try RedisConfiguration(url: url), configuration: configuration, logger: logger)
    }

    /// Closes both connections; what waits on them fails.
    public func close() async {
        await blocking.close()
        await commands.close()
    }

    /// Runs a transition.
    ///
    /// - Parameter isRepeatable: Whether it may be sent again when the connection broke before its reply; not what hands jobs
    ///   out, nor what sends letters back, see ``JobQueueDriver`` and ``redrive(_:)``.
    func run(
        _ script: RedisScript,
        keys: [RedisArgument],
        arguments: [RedisArgument],
        isRepeatable: Bool = true
    ) async throws(JobQueueError) -> RESPValue {
        do {
            return try await commands.evaluate(script, keys: keys, arguments: arguments, idempotent: isRepeatable)
        } catch {
            throw await explained(error)
        }
    }

    func execute(
        _ command: RedisCommand,
        isRepeatable: Bool = true
    ) async throws(JobQueueError) -> RESPValue {
        do {
            return try await commands.execute(command, idempotent: isRepeatable)
        } catch {
            throw await explained(error)
        }
    }

    /// Asks several things at once. No transaction: the answers may be some microseconds apart. Refusals stay values.
    func ask(_ questions: [RedisCommand]) async throws(JobQueueError) -> [RESPValue] {
        do {
            return try await commands.pipeline(questions, idempotent: true)
        } catch {
            throw JobQueueError(error)
        }
    }

    /// The same, where any refusal is an error.
    func askAll(_ questions: [RedisCommand]) async throws(JobQueueError) -> [RESPValue] {
        let replies = try await ask(questions)
        for (question, reply) in zip(questions, replies) {
            guard case .error(let error) = reply else { continue }
            throw await explained(
                RedisError(code: .server, message: "Redis refused \(question.name): \(error)", serverError: error)
            )
        }
        return replies
    }
}
