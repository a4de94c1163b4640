// SPDX-License-Identifier: Apache-2.0

public import Logging
public import ModelClient
public import Redis
import Synchronization

/// What calls cost, kept for all processes with the same Redis.
///
/// While Redis cannot be reached nothing can be set aside, and calls that a budget is for are not made. Give it a
/// connection whose commands time out soon: a call waits for the answer.
public final class RedisSpendStore: SpendStore {
    private let redis: RedisConnection
    private let logger: Logger
    private let time: (@Sendable () -> Duration)?
    private let notice: OutageNotice
    /// Which day it was by Redis' clock when that was last told.
    private let today: Mutex<SpendDay>
    /// A connection follows its keys: on a cluster these lie elsewhere than those that the given one follows.
    private let node = Mutex<RedisConnection?>(nil)

    private static let daysKept = 40

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
        today = Mutex(.today)
        notice = OutageNotice(
            logger,
            failing: "what calls cost is not noted, and budgets let none through: Redis fails",
            mended: "what calls cost is noted again"
        )
    }

    /// Sets the ticket's amount aside if it fits.
    public func reserve(_ ticket: SpendTicket) async throws(ModelError) -> SpendDecision {
        let reply: RESPValue
        do throws(RedisError) {
            reply = try await reservation(ticket).get()
            notice.note(nil)
        } catch {
            notice.note(error)
            throw error.code == .cancelled ? .cancelled : .unreachable
        }
        guard let decision = SpendDecision(reply) else { throw .unreachable }
        return decision
    }

    /// In a task of its own: of one that is cancelled nobody would know whether the money was set aside.
    private func reservation(_ ticket: SpendTicket) async -> Result<RESPValue, RedisError> {
        await Task {
            do throws(RedisError) {
                return .success(try await run(SpendScripts.reserve, ticket, ticket.reservation))
            } catch {
                return .failure(error)
            }
        }.value
    }

    /// What a call has used.
    public func charge(_ ticket: SpendTicket, _ charge: SpendCharge) async {
        guard ticket.day != nil || charge != .nothing else { return }
        let amount: RedisArgument = ticket.day == nil ? "" : .integer(ticket.amount)
        let cost = charge.cost.map { RedisArgument.integer($0) } ?? ""
        let arguments: [RedisArgument] = [.string(ticket.id), amount, cost, .string(charge.model ?? "")]
        // In a task of its own: one that is cancelled could tell nothing any more.
        await Task {
            _ = await notice.tolerating { () throws(RedisError) in
                // Without a reservation a second charge would be counted twice.
                try await run(SpendScripts.charge, ticket, arguments, isRepeatable: ticket.day != nil)
            }
        }.value
    }

    /// What the latest days have cost, today first.
    public func days(_ count: Int) async throws(ModelError) -> [DaySpend] {
        do throws(RedisError) {
            let latest = try await day(today.withLock(\.self)).today
            var days: [DaySpend] = []
            for number in 0..<min(count, Self.daysKept) {
                let found = try await day(SpendDay(number: latest.number - number)).spend
                if let found { days.append(found) }
            }
            return days
        } catch {
            throw error.code == .cancelled ? .cancelled : .unreachable
        }
    }

    private func day(_ day: SpendDay) async throws(RedisError) -> (today: SpendDay, spend: DaySpend?) {
        let reply = try await connection.evaluate(
            SpendScripts.spent,
            keys: SpendKeys.keys(of: day),
            arguments: [now],
            idempotent: true
        )
        let parts = reply.array ?? []
        return (parts.first?.int.map(SpendDay.init(number:)) ?? day, DaySpend(day, fields: parts.last?.array ?? []))
    }

    /// Runs a script with the keys of the ticket's day, else of today: when Redis says that this is another by now, again.
    private func run(
        _ script: RedisScript,
        _ ticket: SpendTicket,
        _ arguments: [RedisArgument],
        isRepeatable: Bool = false
    ) async throws(RedisError) -> RESPValue {
        var reply = RESPValue.null
        for _ in 0..<3 {
            let day = ticket.day ?? today.withLock(\.self)
            reply = try await connection.evaluate(
                script,
                keys: SpendKeys.keys(of: day) + (ticket.job.map { [SpendKeys.key(of: $0)] } ?? []),
                arguments: [now, .integer(day.number)] + arguments,
                idempotent: isRepeatable
            )
            guard let parts = reply.array, parts.count >= 2, parts[0].string == "other_day", let other = parts[1].int
            else { break }
            today.withLock { $0 = SpendDay(number: other) }
        }
        return reply
    }

    private var now: RedisArgument { .string(time.map { "\($0() / .seconds(1))" } ?? "") }

    private var connection: RedisConnection {
        guard redis.isCluster else { return redis }
        return node.withLock { node in
            let connection = node ?? RedisConnection(configuration: redis.configuration, logger: logger)
            node = connection
            return connection
        }
    }
}

extension SpendTicket {
    /// As the script takes it.
    fileprivate var reservation: [RedisArgument] {
        [
            .string(id), .integer(amount), .string("\(lifetime / .seconds(1))"),
            dayLimit.map { .integer($0) } ?? "", job.map { .integer($0.limit) } ?? "",
        ]
    }
}

extension RedisArgument {
    fileprivate static func integer(_ amount: MicroDollars) -> Self { .integer(Int(amount.millionths)) }
}

extension ModelError {
    fileprivate static let unreachable = ModelError(
        .budgetExceeded,
        "not asked: Redis, where budgets are kept, does not answer; look after it",
        retryAfter: .seconds(15)
    )

    fileprivate static let cancelled = ModelError(.workerShutdown, "the call was cancelled before it was made")
}
