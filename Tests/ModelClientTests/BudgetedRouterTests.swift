// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import HTTPTypes
import ModelClient
import Synchronization
import Testing

@Suite("Calls that budgets are for")
struct BudgetedRouterTests {
    /// A dollar for a million tokens of a question, ten for those of an answer.
    private static let prices = ModelPrices(
        currency: "USD",
        models: ["gemini-a": ModelPrice(TokenPrices(input: 1_000_000, output: 10_000_000))]
    )
    private static let usage =
        #""usageMetadata":{"promptTokenCount":1000,"candidatesTokenCount":200,"totalTokenCount":1200}"#
    private static let good = answer("STOP")
    private static let answerWithoutUsage =
        #"{"candidates":[{"content":{"parts":[{"text":"[]"}]},"finishReason":"STOP"}]}"#

    private static func answer(_ finishReason: String) -> String {
        #"{"candidates":[{"content":{"parts":[{"text":"[]"}]},"finishReason":"\#(finishReason)"}],\#(usage)}"#
    }

    /// A store that keeps what it was asked for, or cannot be asked, as Redis at times.
    private final class WatchedStore: SpendStore {
        let inner = InMemorySpendStore { .seconds(1_795_000_000) }
        let isAbsent: Bool
        private let seen = Mutex<[SpendTicket]>([])

        init(isAbsent: Bool = false) { self.isAbsent = isAbsent }

        var tickets: [SpendTicket] { seen.withLock(\.self) }

        func reserve(_ ticket: SpendTicket) async throws(ModelError) -> SpendDecision {
            seen.withLock { $0.append(ticket) }
            guard !isAbsent else { throw ModelError(.budgetExceeded, "absent", retryAfter: .seconds(1)) }
            return try await inner.reserve(ticket)
        }

        func charge(_ ticket: SpendTicket, _ charge: SpendCharge) async { await inner.charge(ticket, charge) }

        func days(_ count: Int) async throws(ModelError) -> [DaySpend] { try await inner.days(count) }

        var today: DaySpend { get async throws { try #require(try await days(1).first) } }
    }

    private let store = WatchedStore()

    private func router(
        _ transport: ScriptedTransport,
        dayLimit: String?,
        store: WatchedStore? = nil,
        gates: any GateStore = InMemoryGateStore()
    ) -> ModelRouter {
        ModelRouter(
            routes: [ModelRoute(.prefix(""), to: Dialect.gemini.provider(transport))],
            prices: Self.prices,
            gates: gates,
            spending: Spending(store: store ?? self.store, dayLimit: dayLimit.flatMap { MicroDollars($0) })
        )
    }

    private func ask(_ router: ModelRouter, _ model: String = "gemini-a", job: String? = nil) async -> ModelError? {
        var request = ModelRequest(model: model, parts: [.text("read")])
        request.budget = job.flatMap { MicroDollars($0) }.map { JobBudget(job: "j", limit: $0) }
        do throws(ModelError) {
            _ = try await router.generate(request)
            return nil
        } catch {
            return error
        }
    }

    @Test("The most that a call may cost is set aside before it, what it has cost is charged after it")
    func estimateAndSettle() async throws {
        let transport = ScriptedTransport(text: Self.good)
        #expect(await ask(router(transport, dayLimit: "1"), job: "0.5") == nil)
        let ticket = try #require(store.tickets.first)
        // An answer of 16,384 tokens, and twice the question with what a provider adds.
        #expect(ticket.amount.millionths == 163_840 + 1_002)
        #expect(ticket.dayLimit == MicroDollars("1") && ticket.job == JobBudget(job: "j", limit: MicroDollars("0.5")!))
        let day = try await store.today
        #expect(day.spent.millionths == 3_000 && day.reserved.millionths == 0 && day.calls == 1)
        #expect(day.models == [.init(name: "gemini/gemini-a", calls: 1, cost: MicroDollars(millionths: 3_000))])
    }

    @Test("A call that failed is charged, too, if it used tokens")
    func failed() async throws {
        let router = router(ScriptedTransport(text: Self.answer("MAX_TOKENS")), dayLimit: "1")
        #expect(await ask(router)?.errorClass == .truncated)
        #expect(try await store.today.spent.millionths == 3_000)
        let refusing = self.router(ScriptedTransport(status: 500, text: "{}"), dayLimit: "1")
        #expect(await ask(refusing)?.errorClass == .server)
        let day = try await store.today
        #expect(day.spent.millionths == 3_000 && day.calls == 1 && day.reserved.millionths == 0)
    }

    @Test(
        "A call whose tokens nobody told counts with all that was set aside for it, if it was heard",
        arguments: [
            (ScriptedTransport.Outcome.answer(200, [:], answerWithoutUsage), true),
            (.answer(200, [:], "garbage"), true),
            (.failure(.timedOut), true), (.failure(.cancelled), true), (.failure(.connectionLost), true),
            (.failure(.connectionFailed), false), (.answer(503, [:], "{}"), false),
        ]
    )
    func untold(_ outcome: ScriptedTransport.Outcome, _ counts: Bool) async throws {
        let error = await ask(router(ScriptedTransport(outcome), dayLimit: "1"), job: "0.2")
        if let error { #expect(error.usage.isEstimated == counts) }
        let day = try await store.today
        #expect(day.spent.millionths == (counts ? 163_840 + 1_002 : 0) && day.reserved.millionths == 0)
        let again = await ask(router(ScriptedTransport(text: Self.good), dayLimit: nil), job: "0.2")
        #expect((again?.errorClass == .budgetExceeded) == counts, "the job's budget knows, too")
    }

    @Test("Each page of a PDF is reckoned with")
    func pagesOfPDFs() async throws {
        let transport = ScriptedTransport(text: Self.good)
        let router = router(transport, dayLimit: "1")
        for pages in [1, 20] {
            _ = try await router.generate(
                ModelRequest(model: "gemini-a", parts: [.data([1], mediaType: "application/pdf", pages: pages)])
            )
        }
        #expect(store.tickets.map(\.amount.millionths) == [163_840 + 7_000, 163_840 + 121_000])
    }

    @Test("A call that does not fit is not made")
    func exceeded() async throws {
        let transport = ScriptedTransport(text: Self.good)
        let never = await ask(router(transport, dayLimit: "0.1"))
        #expect(never?.errorClass == .budgetExceeded && never?.isRetriable == false)
        let job = await ask(router(transport, dayLimit: nil), job: "0.1")
        #expect(job?.errorClass == .budgetExceeded && job?.isRetriable == false)
        #expect(job?.message.contains("0.164842 US dollars") == true && job?.message.contains("0.10 are left") == true)
        #expect(transport.requests.isEmpty)
        let tight = router(transport, dayLimit: "0.166")
        #expect(await ask(tight) == nil)
        let tomorrow = await ask(tight)
        #expect(tomorrow?.errorClass == .budgetExceeded && tomorrow?.isRetriable == true)
        #expect(tomorrow?.retryAfter ?? .zero > .seconds(1_000))
        #expect(transport.requests.count == 1)
    }

    @Test("What a gate keeps back costs nothing")
    func gateRefuses() async throws {
        let gates = InMemoryGateStore()
        await gates.close("gemini/gemini-a", for: .seconds(60))
        let transport = ScriptedTransport(text: Self.good)
        #expect(await ask(router(transport, dayLimit: "1", gates: gates))?.errorClass == .capacity)
        let day = try await store.today
        #expect(day.reserved.millionths == 0 && day.spent.millionths == 0 && transport.requests.isEmpty)
    }

    @Test("Without a price no budget can be kept; without a budget the call is counted")
    func unpriced() async throws {
        let transport = ScriptedTransport(text: Self.good)
        let error = await ask(router(transport, dayLimit: "1"), "gemini-z")
        #expect(error?.errorClass == .budgetExceeded && error?.isRetriable == false && transport.requests.isEmpty)
        #expect(await ask(router(transport, dayLimit: nil), "gemini-z") == nil)
        #expect(await ask(router(transport, dayLimit: nil)) == nil)
        let day = try await store.today
        #expect(day.calls == 2 && day.unpricedCalls == 1 && day.spent.millionths == 3_000)
        #expect(store.tickets.isEmpty, "where there is no budget, nothing has to be asked before a call")
    }

    @Test("Where budgets cannot be asked, only calls without one are made")
    func absent() async {
        let transport = ScriptedTransport(text: Self.good)
        let absent = WatchedStore(isAbsent: true)
        let error = await ask(router(transport, dayLimit: "1", store: absent))
        #expect(error?.isRetriable == true && transport.requests.isEmpty)
        #expect(await ask(router(transport, dayLimit: nil, store: absent)) == nil)
    }
}
