// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import JSON
import JobQueue
import Logging
import Redis
import RedisJobQueue
import Sealing

/// Where the queue is.
struct QueueOptions: ParsableArguments {
    @Option(
        help: """
            Redis: redis://[user:password@]host[:port][,host…][/db], rediss://… over TLS, \
            redis+sentinel://host,…/master or unix:///path (REDIS_URL).
            """
    )
    var redis = Settings.redis.value

    @Option(help: "The queue's name (VOTE_EXTRACTOR_QUEUE).")
    var queue = Settings.queue.value

    @OptionGroup var config: ConfigFileOption

    @OptionGroup var sealing: SealingOptions

    func validate() throws {
        do {
            _ = try RedisConfiguration(url: redis)
        } catch {
            throw ValidationError(error.message)
        }
        guard !queue.isEmpty, !queue.contains(where: { "{}".contains($0) || $0.isNewline }) else {
            throw ValidationError("--queue must not be empty or contain braces or line breaks")
        }
    }

    /// The queue, or another one in the same Redis, connecting in the background.
    ///
    /// - Parameter limits: What the queue keeps, for whoever adds to it.
    func open(
        _ name: String? = nil,
        clientName: String,
        limits: JobQueueLimits = .init(),
        logger: Logger = .silent
    ) throws -> RedisJobQueue {
        var redis = try RedisConfiguration(url: redis)
        redis.clientName = clientName
        var configuration = RedisJobQueueConfiguration()
        configuration.queue = name ?? queue
        configuration.limits = limits
        return RedisJobQueue(redis: redis, configuration: configuration, logger: logger)
    }

    /// The seal of the queue, or of another one; nil where there are no keys.
    func seal(of name: String? = nil) throws -> ContentSeal? { try sealing.seal(of: name ?? queue) }

    /// What opens the queue's results and jobs for people to see.
    func unsealer() throws -> Unsealer { try Unsealer(sealing, queue: queue) }

    /// A failure of Redis with what an operator can do about it; others as they are.
    static func advised(_ error: any Error) -> any Error {
        let failure = error as? JobQueueError
        guard let redis = error as? RedisError ?? failure?.underlying as? RedisError else { return error }
        let message = failure?.message ?? redis.message
        if let refusal = redis.serverError {
            return advice(refusal.prefix).map { CommandError("\(message)\n\($0)") } ?? error
        }
        return redis.isRetriable ? CommandError("\(message)\n\(awayAdvice)") : error
    }

    private static func advice(_ refusal: RedisServerError.Prefix) -> String? {
        switch refusal {
        case "NOPERM", "NOAUTH", "WRONGPASS": rightsAdvice
        case "OOM":
            "Redis is full: `vote-extractor queue stats --memory` shows with what; results and dead letters can go."
        default: nil
        }
    }

    static let awayAdvice = """
        Is Redis there? Its address is that of --redis, else of REDIS_URL, else of the file; `vote-extractor config` shows it.
        """
    private static let rightsAdvice = """
        Is it the right user? Name and password stand in the address of Redis; deploy/redis/users.acl.template shows what each \
        role needs.
        """

    /// Opens the queue for the length of `body`.
    func withQueue<T>(
        _ clientName: String,
        limits: JobQueueLimits = .init(),
        _ body: (RedisJobQueue) async throws -> T
    ) async throws -> T {
        let queue = try open(clientName: clientName, limits: limits)
        let result: Result<T, any Error>
        do { result = .success(try await body(queue)) } catch { result = .failure(Self.advised(error)) }
        await queue.close()
        return try result.get()
    }
}
