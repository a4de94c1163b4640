// SPDX-License-Identifier: Apache-2.0

import Logging
import ModelClient
import Redis
import TestSupport
import Testing

@testable import RedisModelGates

/// An empty store of either kind for what calls cost, with time that only the test moves.
struct SpendFixture: Sendable {
    let store: any SpendStore
    private let time: TestTime

    static func with(_ kind: GateFixture.Kind, _ body: (SpendFixture) async throws -> Void) async throws {
        let time = TestTime()
        guard kind == .redis else {
            return try await body(SpendFixture(store: InMemorySpendStore { time.now }, time: time))
        }
        try await withRedisServer { server in
            let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            let redis = RedisConnection(configuration: try RedisConfiguration(url: server.url), logger: logger)
            let store = RedisSpendStore(redis: redis, logger: logger) { time.now }
            let result: Result<Void, any Error>
            do { result = .success(try await body(SpendFixture(store: store, time: time))) } catch {
                result = .failure(error)
            }
            await redis.close()
            try result.get()
        }
    }

    var today: SpendDay { SpendDay(number: Int(time.now / .seconds(86_400))) }

    var untilTomorrow: Duration { .seconds((today.number + 1) * 86_400) - time.now }

    func advance(_ duration: Duration) { time.advance(duration) }

    /// A ticket with amounts in cents.
    static func ticket(_ cents: Int64, day: Int64? = nil, job: JobBudget? = nil) -> SpendTicket {
        SpendTicket(amount: .cents(cents), dayLimit: day.map { .cents($0) }, job: job, lifetime: .seconds(120))
    }

    /// Sets money aside; the ticket with its day, nil where it does not fit.
    func taking(_ ticket: SpendTicket) async throws -> SpendTicket? {
        var ticket = ticket
        guard case .go(let day) = try await store.reserve(ticket) else { return nil }
        ticket.day = day
        return ticket
    }

    func charge(_ cents: Int64, _ ticket: SpendTicket, model: String = "p/m") async {
        await store.charge(ticket, SpendCharge(model: model, cost: .cents(cents)))
    }

    /// Today's sums in cents: spent, set aside, unsettled.
    func sums() async throws -> [Int64] {
        guard let day = try await store.days(1).first else { return [] }
        return [day.spent, day.reserved, day.unsettled].map { $0.millionths / 10_000 }
    }
}

extension MicroDollars {
    static func cents(_ cents: Int64) -> MicroDollars { MicroDollars(millionths: cents * 10_000) }
}
