// SPDX-License-Identifier: Apache-2.0

public import Logging
public import ModelClient
public import Redis
import Synchronization

/// Gates that all processes with the same Redis share.
///
/// While Redis cannot be reached calls are let through, as ``ModelClient/GateStore`` asks. Give it a connection whose
/// commands time out soon: a call waits for the answer.
public final class RedisGateStore: GateStore {
    let redis: RedisConnection
    private let logger: Logger
    private let time: (@Sendable () -> Duration)?
    private let notice: OutageNotice
    /// When this process last noted which gates are in use.
    private let noted = Mutex<[String: Duration]>([:])
    private let start = ContinuousClock.now

    /// Connections to the nodes of a cluster.
    private let nodes = Mutex<[String: RedisConnection]>([:])

    private static let maximumNodes = 32
    /// Short, since a Redis that lost its data knows of no gate until somebody notes it again.
    private static let noteInterval = Duration.seconds(60)
    private static let maximumGates = 1_000
    private static let secondsKept = 24 * 3600

    /// Makes a store; the connection stays the caller's, who closes it.
    ///
    /// - Parameter logger: Told when Redis cannot be reached, and when it can again.
    public convenience init(redis: RedisConnection, logger: Logger) {
        self.init(redis: redis, logger: logger, time: nil)
    }

    /// - Parameter time: In place of Redis' own clock, for tests.
    init(redis: RedisConnection, logger: Logger, time: (@Sendable () -> Duration)?) {
        self.redis = redis
        self.logger = logger
        self.time = time
        notice = OutageNotice(
            logger,
            failing: "gates of models are not shared: Redis fails",
            mended: "gates of models are shared again"
        )
    }

    /// Whether the call may be made now.
    public func admit(_ ticket: GateTicket) async -> GateDecision {
        guard let keys = GateKeys(ticket.key) else { return .go }
        await noteUse(of: keys)
        let limits = [ticket.limits.requestsPerMinute, ticket.limits.tokensPerMinute].map(RedisArgument.init(optional:))
        let arguments = [.integer(max(0, ticket.tokens))] + limits
        let reply = await notice.tolerating { () throws(RedisError) in try await run(GateScripts.admit, keys, arguments)
        }
        return reply.flatMap(GateDecision.init) ?? .go
    }

    /// How an admitted call has ended; also told for one that was cancelled.
    public func settle(_ ticket: GateTicket, _ outcome: GateOutcome) async {
        guard let keys = GateKeys(ticket.key) else { return }
        let arguments: [RedisArgument] = [
            .integer(ticket.tokens), .integer(outcome.usedTokens ?? ticket.tokens), .string(outcome.effect),
            .string(outcome.errorClass?.rawValue ?? ""),
            .string(outcome.retryAfter.map { "\($0 / .seconds(1))" } ?? ""),
            .string(outcome.time.map { "\($0 / .seconds(1))" } ?? ""),
        ]
        // In a task of its own: one that is cancelled could tell nothing any more.
        await Task {
            _ = await notice.tolerating { () throws(RedisError) in try await run(GateScripts.settle, keys, arguments) }
        }.value
    }

    func run(
        _ script: RedisScript,
        _ keys: GateKeys,
        _ arguments: [RedisArgument]
    ) async throws(RedisError) -> RESPValue {
        let now = time.map { "\($0() / .seconds(1))" } ?? ""
        let redis = connection(for: keys.name)
        return try await redis.evaluate(script, keys: keys.both, arguments: [.string(now)] + arguments)
    }

    /// A connection follows its keys, and on a cluster those of each gate lie elsewhere: each has one of its own there. They
    /// end with the store.
    func connection(for gate: String) -> RedisConnection {
        guard redis.isCluster else { return redis }
        return nodes.withLock { nodes in
            if let known = nodes[gate] { return known }
            guard nodes.count < Self.maximumNodes else { return redis }
            let connection = RedisConnection(configuration: redis.configuration, logger: logger)
            nodes[gate] = connection
            return connection
        }
    }

    /// Stands for the index of all gates among their names.
    static let index = ""

    private func noteUse(of keys: GateKeys) async {
        let now = time?() ?? ContinuousClock.now - start
        let isDue = noted.withLock { noted in
            if let last = noted[keys.name], now - last < Self.noteInterval { return false }
            if noted.count >= Self.maximumGates { noted.removeAll() }
            noted[keys.name] = now
            return true
        }
        guard isDue else { return }
        _ = await notice.tolerating { () throws(RedisError) in try await note(keys) }
    }

    @discardableResult
    func note(_ keys: GateKeys) async throws(RedisError) -> RESPValue {
        try await connection(for: Self.index).evaluate(
            GateScripts.note,
            keys: [GateKeys.index],
            arguments: [.string(keys.name), .integer(Self.maximumGates), .integer(Self.secondsKept)],
            idempotent: true
        )
    }
}

extension RedisArgument {
    fileprivate init(optional number: Int?) {
        self = number.map { .integer($0) } ?? .string("")
    }
}

extension GateOutcome {
    /// What the end tells the gate, as the script knows it.
    fileprivate var effect: String {
        guard let errorClass else { return "answered" }
        return switch errorClass.policy.breaker {
        case .ignores: "ignores"
        case .proves: "proves"
        case .slows: "slows"
        case .counts: "counts"
        case .opens: "opens"
        }
    }
}

extension GateDecision {
    /// Reads `{state, error class, microseconds}`; nil for anything else.
    init?(_ reply: RESPValue) {
        guard let parts = reply.array, parts.count >= 3, let microseconds = parts[2].int else { return nil }
        let wait = Duration.microseconds(microseconds)
        switch parts[0].string {
        case "go": self = .go
        case "wait": self = .wait(wait)
        case "refuse": self = .refuse(ErrorClass(rawValue: parts[1].string ?? ""), for: wait)
        case "closed": self = .closed(for: wait)
        default: return nil
        }
    }
}
